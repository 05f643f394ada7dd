package io.millrace.topology.graph;

import io.millrace.errors.TopologyException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Which source topics must have equal partition counts. Groups that share a topic are one group. */
final class CoPartitioning {

    private CoPartitioning() {}

    /** Groups of two or more topics, in the order in which they were declared. */
    static List<Set<String>> of(TopologyGraph graph) {
        List<Set<String>> groups = new ArrayList<>();
        for (Set<String> sources : graph.coPartitionedSources()) {
            Set<String> merged = new LinkedHashSet<>();
            sources.stream().sorted().forEach(source -> merged.addAll(topicsOf(graph, source)));
            Iterator<Set<String>> others = groups.iterator();
            while (others.hasNext()) {
                Set<String> other = others.next();
                if (other.stream().anyMatch(merged::contains)) {
                    merged.addAll(other);
                    others.remove();
                }
            }
            groups.add(merged);
        }
        groups.removeIf(group -> group.size() < 2);
        return groups;
    }

    /** Fails if all topics of the group have counts set by the program, and these differ. */
    static void requireEqualCounts(Set<String> group, Map<String, OptionalInt> internalTopics) {
        Map<String, Integer> counts = new HashMap<>();
        for (String topic : group) {
            internalTopics.getOrDefault(topic, OptionalInt.empty()).ifPresent(count -> counts.put(topic, count));
        }
        if (counts.size() == group.size() && new LinkedHashSet<>(counts.values()).size() > 1) {
            throw new TopologyException("Topics that are read together differ in their numbers of partitions: "
                    + new TreeMap<>(counts)
                    + ". They are read together by a join, a merge of groups or a shared store: give them one count"
                    + " (Repartitioned.withNumberOfPartitions).");
        }
    }

    private static List<String> topicsOf(TopologyGraph graph, String source) {
        return graph.nodes().get(source) instanceof NodeDefinition.Source node ? node.topics() : List.of();
    }
}
