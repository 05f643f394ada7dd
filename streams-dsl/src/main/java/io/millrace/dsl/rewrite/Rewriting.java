package io.millrace.dsl.rewrite;

import io.millrace.dsl.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The pipeline of rules. */
public final class Rewriting {

    /** An optimisation that {@code topology.optimization} switches on. */
    public enum Optimization {
        REUSE_SOURCE_TOPICS,
        MERGE_REPARTITIONS,
        SINGLE_STORE_SELF_JOIN
    }

    private Rewriting() {}

    /** The plan that is to be lowered. */
    public static Plan rewrite(Plan drafted, Set<Optimization> optimizations) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new MergeSources());
        if (optimizations.contains(Optimization.REUSE_SOURCE_TOPICS)) {
            rules.add(new ReuseSourceTopics());
        }
        if (optimizations.contains(Optimization.MERGE_REPARTITIONS)) {
            rules.add(new MergeRepartitions());
        }
        if (optimizations.contains(Optimization.SINGLE_STORE_SELF_JOIN)) {
            rules.add(new KeepSelfJoinedStreamOnce());
        }
        rules.add(new DropNullKeys());
        rules.add(new SkipOlderVersions());
        Plan plan = drafted;
        for (Rule rule : rules) {
            plan = rule.apply(plan);
        }
        return plan;
    }
}
