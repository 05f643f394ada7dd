package io.millrace.runtime.topics;

import io.millrace.errors.TopologyException;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.RepartitionTopic;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Topics that are joined must have equal partition counts: checks those that the user made, and sets those of repartition topics without a count of
 * their own.
 */
final class CoPartitioning {

    private final String applicationId;
    private final ProcessorDag dag;
    private final Set<String> withExplicitCount;

    CoPartitioning(String applicationId, ProcessorDag dag, Set<String> withExplicitCount) {
        this.applicationId = applicationId;
        this.dag = dag;
        this.withExplicitCount = withExplicitCount;
    }

    void apply(Map<String, Integer> counts) {
        for (SubTopology part : dag.subTopologies()) {
            Set<String> repartition = part.repartitionSources().stream()
                    .map(RepartitionTopic::topic)
                    .map(topic -> topic.resolve(applicationId))
                    .collect(Collectors.toSet());
            for (Set<TopicRef> group : part.coPartitionGroups()) {
                applyTo(group, repartition, counts);
            }
        }
    }

    private void applyTo(Set<TopicRef> group, Set<String> repartition, Map<String, Integer> counts) {
        Map<String, Integer> fixed = new TreeMap<>();
        Map<String, Integer> free = new TreeMap<>();
        for (TopicRef topic : group) {
            String name = topic.resolve(applicationId);
            boolean isFree = repartition.contains(name) && !withExplicitCount.contains(name);
            (isFree ? free : fixed).put(name, counts.getOrDefault(name, 0));
        }
        if (Set.copyOf(fixed.values()).size() > 1) {
            throw new TopologyException(
                    "The topics " + fixed + " (partition counts) are joined and must have equal partition counts."
                            + " Repartition one side with repartition(Repartitioned.numberOfPartitions(n)), or make the topics with equal counts.");
        }
        int count = (fixed.isEmpty() ? free : fixed)
                .values().stream().mapToInt(Integer::intValue).max().orElse(0);
        free.keySet().forEach(name -> counts.put(name, count));
    }
}
