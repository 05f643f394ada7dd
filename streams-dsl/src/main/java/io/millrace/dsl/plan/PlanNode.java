package io.millrace.dsl.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One step of a plan.
 *
 * @param name as the program gave it or as it was drawn
 * @param buildPriority among the nodes that may be lowered next, the one with the lowest number is
 * @param parents the nodes whose output this one gets, without repetition; empty for what reads topics or stands alone
 */
public record PlanNode(NodeId id, String name, int buildPriority, List<NodeId> parents, Operation operation) {

    public PlanNode {
        Objects.requireNonNull(id, "id cannot be null");
        Objects.requireNonNull(name, "name cannot be null");
        Objects.requireNonNull(operation, "operation cannot be null");
        parents = List.copyOf(parents);
    }

    public PlanNode withOperation(Operation newOperation) {
        return new PlanNode(id, name, buildPriority, parents, newOperation);
    }

    public PlanNode withPriority(int newPriority) {
        return new PlanNode(id, name, newPriority, parents, operation);
    }

    /** The same node below another parent, see {@link #withParentReplaced(NodeId, List)}. */
    public PlanNode withParentReplaced(NodeId oldParent, NodeId newParent) {
        return withParentReplaced(oldParent, List.of(newParent));
    }

    /**
     * The same node below other parents in place of one. They come last, unless they were parents already: the order of parents is printed, and 4.3.1 moves
     * them there.
     */
    public PlanNode withParentReplaced(NodeId oldParent, List<NodeId> newParents) {
        if (!parents.contains(oldParent)) {
            return this;
        }
        Set<NodeId> changed = new LinkedHashSet<>(parents);
        changed.remove(oldParent);
        changed.addAll(newParents);
        return new PlanNode(id, name, buildPriority, List.copyOf(changed), operation);
    }
}
