package io.millrace.topology.dag;

import java.util.List;
import java.util.Set;

/**
 * Nodes that are connected by forwarding or by a shared store: the unit of which tasks are made, one per partition.
 *
 * @param id counts from 0 in build order; the number that {@code describe()} prints and that stands in task ids
 * @param nodes all nodes, parents before children, in the order in which they were added to the topology
 * @param stores in the order in which the runtime has to flush them: by processor, and within one processor in the iteration order of a
 *     {@code HashSet} of the names, which is 4.3.1's order
 * @param repartitionSources repartition topics that its sources read
 * @param coPartitionGroups sets of source topics that must have the same partition count
 */
public record SubTopology(
        int id,
        List<DagNode> nodes,
        List<StoreSpec> stores,
        List<RepartitionTopic> repartitionSources,
        List<Set<TopicRef>> coPartitionGroups) {

    public SubTopology {
        nodes = List.copyOf(nodes);
        stores = List.copyOf(stores);
        repartitionSources = List.copyOf(repartitionSources);
        coPartitionGroups = coPartitionGroups.stream().map(Set::copyOf).toList();
    }

    /** The source nodes, in node order. */
    public List<SourceNode> sources() {
        return nodes.stream()
                .filter(SourceNode.class::isInstance)
                .map(SourceNode.class::cast)
                .toList();
    }

    /** The sink nodes, in node order. */
    public List<SinkNode> sinks() {
        return nodes.stream()
                .filter(SinkNode.class::isInstance)
                .map(SinkNode.class::cast)
                .toList();
    }
}
