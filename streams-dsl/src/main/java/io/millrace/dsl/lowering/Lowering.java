package io.millrace.dsl.lowering;

import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Plan;
import io.millrace.dsl.plan.PlanNode;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.topology.graph.TopologyGraph;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a plan as a topology graph. */
public final class Lowering {

    private Lowering() {}

    /**
     * Writes every node after its parents, and of those that may be written the one with the lowest build priority. That order decides the numbers of
     * sub-topologies.
     *
     * @param graph empty
     * @param storeSuppliers settings of the builder for stores without supplier; null: as the application is configured
     */
    public static void lower(Plan plan, TopologyGraph graph, @Nullable DslStoreSuppliers storeSuppliers) {
        plan.coPartitionedSources().forEach(graph::coPartition);
        NodeWriter writer = new NodeWriter(plan, graph, storeSuppliers);
        Map<NodeId, Set<NodeId>> missingParents = new HashMap<>();
        PriorityQueue<PlanNode> ready = new PriorityQueue<>(Comparator.comparingInt(PlanNode::buildPriority));
        for (PlanNode node : plan.nodes()) {
            missingParents.put(node.id(), new HashSet<>(node.parents()));
            if (node.parents().isEmpty()) {
                ready.add(node);
            }
        }
        while (!ready.isEmpty()) {
            PlanNode node = ready.remove();
            writer.write(node);
            List<PlanNode> children = plan.children(node.id());
            for (PlanNode child : children) {
                Set<NodeId> missing = missingParents.getOrDefault(child.id(), Set.of());
                if (missing.remove(node.id()) && missing.isEmpty()) {
                    ready.add(child);
                }
            }
        }
        graph.requireEqualPartitionCounts();
    }
}
