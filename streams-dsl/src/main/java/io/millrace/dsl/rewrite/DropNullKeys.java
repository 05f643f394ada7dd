package io.millrace.dsl.rewrite;

import io.millrace.dsl.plan.Deduplicate;
import io.millrace.dsl.plan.JoinKind;
import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.Plan;
import io.millrace.dsl.plan.PlanNode;
import io.millrace.dsl.plan.StreamStreamJoin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps records without key out of repartition topics, unless an operation behind the topic has a use for them: a left join joins them with
 * nothing, and a deduplication lets them pass. Repartitioning that the program asked for is treated in the same way, as in 4.3.1.
 */
final class DropNullKeys implements Rule {

    @Override
    public Plan apply(Plan plan) {
        Set<NodeId> beforeJoin = new HashSet<>();
        for (PlanNode node : plan.nodes()) {
            if (acceptsNullKeys(node.operation())) {
                collectAbove(plan, node, beforeJoin);
            }
        }
        return plan.mapNodes(
                node -> node.operation() instanceof Operation.Repartition repartition && !beforeJoin.contains(node.id())
                        ? node.withOperation(repartition.droppingNullKeys())
                        : node);
    }

    private static boolean acceptsNullKeys(Operation operation) {
        return operation instanceof Operation.StreamTableJoin join && join.left()
                || operation instanceof Deduplicate
                || operation instanceof Operation.StreamGlobalJoin global && global.left()
                || operation instanceof StreamStreamJoin streams && streams.kind() != JoinKind.INNER;
    }

    private static void collectAbove(Plan plan, PlanNode start, Set<NodeId> found) {
        Deque<NodeId> open = new ArrayDeque<>(start.parents());
        while (!open.isEmpty()) {
            NodeId next = open.pop();
            if (found.add(next)) {
                open.addAll(plan.node(next).parents());
            }
        }
    }
}
