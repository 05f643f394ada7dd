package io.millrace.dsl.rewrite;

import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.Plan;
import io.millrace.dsl.plan.PlanNode;
import io.millrace.errors.TopologyException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets streams that read the same topics, or the same pattern, share one source: the one that was made first, with its serdes. Sources that overlap without
 * being equal are an error, as are different offset resets for the same topics.
 */
final class MergeSources implements Rule {

    /** What makes two pattern sources the same. */
    private record PatternKey(String pattern, int flags) {}

    @Override
    public Plan apply(Plan drafted) {
        Map<Object, PlanNode> firstByTopicOrPattern = new HashMap<>();
        Plan plan = drafted;
        for (PlanNode node : drafted.nodes()) {
            if (node.operation() instanceof Operation.StreamSource source) {
                PlanNode first = find(firstByTopicOrPattern, node, source);
                if (first == null) {
                    keys(source).forEach(key -> firstByTopicOrPattern.put(key, node));
                } else {
                    plan = merge(plan, first, node);
                }
            }
        }
        return plan;
    }

    private static @Nullable PlanNode find(
            Map<Object, PlanNode> firstByTopicOrPattern, PlanNode node, Operation.StreamSource source) {
        PlanNode first = null;
        for (Object key : keys(source)) {
            PlanNode known = firstByTopicOrPattern.get(key);
            if (known != null && !topics(known).equals(topics(node))) {
                throw new TopologyException("Two sources share some of their topics, but not all: '"
                        + known.name() + "' reads " + topics(known) + ", '" + node.name() + "' reads "
                        + topics(node)
                        + ". Read the common topics once and merge the streams.");
            }
            first = known != null ? known : first;
        }
        return first;
    }

    private static Plan merge(Plan plan, PlanNode first, PlanNode second) {
        Operation.StreamSource kept = (Operation.StreamSource) first.operation();
        Operation.StreamSource dropped = (Operation.StreamSource) second.operation();
        if (!Objects.equals(kept.reading().offsetReset(), dropped.reading().offsetReset())) {
            throw new TopologyException("Sources '" + first.name() + "' and '" + second.name()
                    + "' each have an offset reset of their own, but both read "
                    + (kept.pattern().isPresent() ? kept.pattern().get() : kept.topics())
                    + ". Give both the same policy.");
        }
        return plan.without(second.id())
                .mapNodes(node -> node.withParentReplaced(second.id(), first.id()))
                .withSourceRenamed(second.name(), first.name());
    }

    private static Set<String> topics(PlanNode node) {
        return new HashSet<>(((Operation.StreamSource) node.operation()).topics());
    }

    private static List<?> keys(Operation.StreamSource source) {
        return source.pattern().isPresent()
                ? List.of(new PatternKey(
                        source.pattern().get().pattern(), source.pattern().get().flags()))
                : source.topics();
    }
}
