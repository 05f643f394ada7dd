package io.millrace.dsl;

import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.PlanDraft;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where in a draft more can be added: the output of a node.
 *
 * @param name of the node
 * @param sources names of the source nodes whose topics reach this point without another topic in between
 */
record PlanPoint(PlanDraft draft, NodeId node, String name, Set<String> sources) {

    PlanPoint {
        sources = Set.copyOf(sources);
    }

    /** Adds a node below this point. */
    PlanPoint then(String nodeName, Operation operation) {
        return new PlanPoint(draft, draft.add(nodeName, operation, node), nodeName, sources);
    }

    /** The same place, reached from other sources. */
    PlanPoint withSources(Set<String> newSources) {
        return new PlanPoint(draft, node, name, newSources);
    }

    /** The same place under another name. */
    PlanPoint withName(String newName) {
        return new PlanPoint(draft, node, newName, sources);
    }

    /** The sources of both. */
    Set<String> sourcesWith(PlanPoint other) {
        Set<String> all = new TreeSet<>(sources);
        all.addAll(other.sources);
        return all;
    }

    /** The given name, or a drawn one. A number is drawn in both cases. */
    static String name(PlanDraft draft, @Nullable String given, String prefix) {
        String drawn = draft.newName(prefix);
        return given != null ? given : drawn;
    }

    /** The given name with a suffix, or a drawn one. A number is drawn in both cases. */
    static String nameWithSuffix(PlanDraft draft, @Nullable String given, String suffix, String prefix) {
        String drawn = draft.newName(prefix);
        if (given == null) {
            return drawn;
        }
        Named.validate(given + suffix);
        return given + suffix;
    }

    /** The name in {@code named}, or a drawn one. */
    String name(Named named, String prefix) {
        return name(draft, Named.given(named), prefix);
    }
}
