package io.millrace.dsl.rewrite;

import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.Plan;
import io.millrace.dsl.plan.PlanNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Decides which tables keep a store and which changes carry old values: only where an operation behind them needs it. A need of a derived table without
 * store passes on to the table it is derived from.
 */
final class CompleteTables implements Rule {

    @Override
    public Plan apply(Plan plan) {
        Set<NodeId> lookedUp = new HashSet<>();
        Set<NodeId> wantedOld = new HashSet<>();
        for (PlanNode node : plan.nodes()) {
            if (node.operation() instanceof Operation.StreamTableJoin join) {
                require(plan, join.table(), lookedUp);
            } else if (node.operation() instanceof Operation.TableRekey) {
                node.parents().forEach(parent -> require(plan, parent, wantedOld));
            }
        }
        return plan.mapNodes(node -> node.operation() instanceof Operation.TableOperation table
                ? node.withOperation(table.needing(lookedUp.contains(node.id()), wantedOld.contains(node.id())))
                : node);
    }

    private static void require(Plan plan, NodeId table, Set<NodeId> required) {
        PlanNode node = plan.node(table);
        required.add(table);
        if (node.operation() instanceof Operation.DerivedTable derived && !derived.hasStore()) {
            node.parents().forEach(parent -> require(plan, parent, required));
        }
    }
}
