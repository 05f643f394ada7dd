package io.millrace.test;

import io.millrace.record.TopicPartition;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.SourceNode;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which queue of the task takes the records of a topic. All topics of a pattern share one queue, which is named after the pattern, as in 4.3.1's
 * driver. Confined to the test's thread.
 */
final class Inputs {

    private final Map<String, TopicPartition> named = new LinkedHashMap<>();
    private final Map<Pattern, TopicPartition> patterns = new LinkedHashMap<>();
    private final Map<String, TopicPartition> matched = new HashMap<>();

    private Inputs() {}

    static Inputs of(ProcessorDag dag, String applicationId) {
        Inputs inputs = new Inputs();
        for (SubTopology part : dag.subTopologies()) {
            for (SourceNode source : part.sources()) {
                for (TopicRef topic : source.topics()) {
                    String name = topic.resolve(applicationId);
                    inputs.named.put(name, new TopicPartition(name, 0));
                }
                source.pattern()
                        .ifPresent(pattern -> inputs.patterns.put(pattern, new TopicPartition(pattern.pattern(), 0)));
            }
        }
        return inputs;
    }

    /** What the topology reads, in words. */
    Set<String> names() {
        Set<String> names = new java.util.TreeSet<>(named.keySet());
        patterns.keySet().forEach(pattern -> names.add("topics that match " + pattern));
        return names;
    }

    List<TopicPartition> queues() {
        List<TopicPartition> queues = new ArrayList<>(named.values());
        queues.addAll(patterns.values());
        return queues;
    }

    /** The queue that takes the topic's records; null if the topology does not read it. */
    @Nullable
    TopicPartition queueOf(String topic) {
        TopicPartition queue = named.get(topic);
        if (queue != null || patterns.isEmpty()) {
            return queue;
        }
        queue = matched.get(topic);
        if (queue == null) {
            for (Map.Entry<Pattern, TopicPartition> entry : patterns.entrySet()) {
                if (entry.getKey().matcher(topic).matches()) {
                    queue = entry.getValue();
                    matched.put(topic, queue);
                    break;
                }
            }
        }
        return queue;
    }
}
