package io.millrace.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One step of a plan.
 *
 * @param name as the program gave it or as it was drawn
 * @param buildPriority among the nodes that may be lowered next, the one with the lowest number is
 * @param parents the nodes whose output this one gets, without repetition; empty for what reads topics or stands alone
 */
public record PlanNode(NodeId id, String name, int buildPriority, List<NodeId> parents, Operation operation) {

    public PlanNode {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(operation, "operation");
        parents = List.copyOf(parents);
    }

    public PlanNode withOperation(Operation newOperation) {
        return new PlanNode(id, name, buildPriority, parents, newOperation);
    }

    public PlanNode withPriority(int newPriority) {
        return new PlanNode(id, name, newPriority, parents, operation);
    }

    /** The same node below another parent; the place in the order of parents stays. */
    public PlanNode withParentReplaced(NodeId oldParent, NodeId newParent) {
        return withParentReplaced(oldParent, List.of(newParent));
    }

    /** The same node below other parents in place of one. */
    public PlanNode withParentReplaced(NodeId oldParent, List<NodeId> newParents) {
        List<NodeId> changed = new ArrayList<>();
        for (NodeId parent : parents) {
            for (NodeId candidate : parent.equals(oldParent) ? newParents : List.of(parent)) {
                if (!changed.contains(candidate)) {
                    changed.add(candidate);
                }
            }
        }
        return new PlanNode(id, name, buildPriority, changed, operation);
    }
}
