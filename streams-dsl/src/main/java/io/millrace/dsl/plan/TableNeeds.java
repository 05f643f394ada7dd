package io.millrace.dsl.plan;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Which tables must keep rows and which changes must carry old values, as far as the program's calls need it: only where an operation behind a table needs it. A need of
 * a derived table without store passes on to the table it is derived from.
 *
 * <p>Needs are noted call by call, not found when the plan is complete, since a filter asks for old values only if they cost nothing at the time of its call: what
 * it forwards depends on the order of calls, as in 4.3.1. Confined to the thread that calls the DSL.
 */
final class TableNeeds {

    private final Function<NodeId, PlanNode> nodes;
    private final Set<NodeId> lookedUp = new HashSet<>();
    private final Set<NodeId> sendingOldValues = new HashSet<>();

    TableNeeds(Function<NodeId, PlanNode> nodes) {
        this.nodes = nodes;
    }

    void lookUp(NodeId id) {
        PlanNode node = nodes.apply(id);
        if (node.operation() instanceof Operation.OnDemandTable) {
            lookedUp.add(id);
        } else if (node.operation() instanceof Suppress
                || node.operation() instanceof Operation.DerivedTable derived && !derived.hasStore()) {
            node.parents().forEach(this::lookUp);
        }
    }

    /**
     * Has changes carry old values.
     *
     * @param force whether a table is to get a store if it has none
     * @return whether the changes do
     */
    boolean sendOldValues(NodeId id, boolean force) {
        if (sendingOldValues.contains(id)) {
            return true;
        }
        boolean sends = canSendOldValues(nodes.apply(id), force);
        if (sends) {
            sendingOldValues.add(id);
        }
        return sends;
    }

    private boolean canSendOldValues(PlanNode node, boolean force) {
        Operation operation = node.operation();
        if (operation instanceof Operation.OnDemandTable table) {
            return force || table.hasStore() || lookedUp.contains(node.id());
        }
        if (operation instanceof Suppress
                || operation instanceof Operation.DerivedTable derived && !derived.hasStore()) {
            return sendOldValues(node.parents().get(0), force);
        }
        if (operation instanceof TableTableJoin || operation instanceof CogroupMerge) {
            node.parents().forEach(parent -> sendOldValues(parent, true));
        }
        return true;
    }

    /** The node with what others need of it. */
    PlanNode apply(PlanNode node) {
        return node.operation() instanceof Operation.TableOperation table
                ? node.withOperation(table.needing(lookedUp.contains(node.id()), sendingOldValues.contains(node.id())))
                : node;
    }
}
