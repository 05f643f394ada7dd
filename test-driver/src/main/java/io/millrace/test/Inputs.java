package io.millrace.test;

import io.millrace.record.TopicPartition;
import io.millrace.topology.dag.GlobalStoreNode;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.SinkNode;
import io.millrace.topology.dag.SourceNode;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    private final Set<String> globals = new LinkedHashSet<>();
    private final Set<String> internal = new LinkedHashSet<>();

    private Inputs() {}

    static Inputs of(ProcessorDag dag, String applicationId) {
        Inputs inputs = new Inputs();
        for (SubTopology part : dag.subTopologies()) {
            for (SourceNode source : part.sources()) {
                for (TopicRef topic : source.topics()) {
                    String name = topic.resolve(applicationId);
                    inputs.named.put(name, new TopicPartition(name, 0));
                    if (topic.internal()) {
                        inputs.internal.add(name);
                    }
                }
                source.pattern()
                        .ifPresent(pattern -> inputs.patterns.put(pattern, new TopicPartition(pattern.pattern(), 0)));
            }
        }
        for (GlobalStoreNode global : dag.globalStores()) {
            global.source().topics().forEach(topic -> inputs.globals.add(topic.resolve(applicationId)));
        }
        return inputs;
    }

    /** Topics that are read by name, and not to fill global stores. */
    Set<String> namedTopics() {
        return named.keySet();
    }

    /** Whether the library makes that topic. */
    boolean isInternal(String topic) {
        return internal.contains(topic);
    }

    /** Topics that fill global stores. */
    Set<String> globalTopics() {
        return globals;
    }

    /** The topology does not read that topic. */
    IllegalArgumentException unknown(String topic) {
        return new IllegalArgumentException(
                "Unknown topic: '" + topic + "' is not read by the topology. " + described());
    }

    private String described() {
        Set<String> names = new TreeSet<>(named.keySet());
        patterns.keySet().forEach(pattern -> names.add("topics that match " + pattern));
        names.addAll(globals);
        return "It reads " + names;
    }

    /** Fails for a topic that the topology neither reads nor writes. */
    void requireKnown(String topic, ProcessorDag dag) {
        Set<String> written = new TreeSet<>();
        for (SubTopology part : dag.subTopologies()) {
            for (SinkNode sink : part.sinks()) {
                if (sink.topic() == null) {
                    // The program chooses topics by record: it may be this one.
                    return;
                }
                if (!sink.topic().internal()) {
                    written.add(sink.topic().name());
                }
            }
        }
        boolean isRead = (queueOf(topic) != null && !internal.contains(topic)) || globals.contains(topic);
        if (!isRead && !written.contains(topic)) {
            throw new IllegalArgumentException("The topology has no topic '" + topic + "' of yours. " + described()
                    + ", and writes to " + written);
        }
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
