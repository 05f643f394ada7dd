package io.millrace.examples.launch;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedConsumer;
import io.millrace.config.StreamsConfig;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.ByteArrayDeserializer;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyDescription;
import io.millrace.topology.TopologyDescription.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of an example: feeds its input, starts the topology, and waits until everything is processed. Confined to one thread. */
final class ExampleRun {

    /** How long to wait for another result before asking again whether all is processed. */
    private static final Duration QUIET = Duration.ofMillis(5);

    /**
     * What came of a run.
     *
     * @param fed how many events were fed
     * @param dropped how often the topology dropped a record in this run, by reason; a record that is too late for several windows counts for each
     * @param results records of the output topics, by topic, those of earlier runs first
     */
    record Outcome(int fed, Map<String, Long> dropped, Map<String, List<ConsumerRecord<byte[], byte[]>>> results) {}

    private final Example example;
    private final EmbeddedBroker broker;
    private final Topology topology;
    private final StreamsConfig config;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    ExampleRun(Example example, Workspace workspace) {
        this.example = example;
        this.broker = workspace.broker();
        this.topology = example.topology().get();
        Map<String, Object> settings = new HashMap<>(example.settings());
        // Left joins look for records without a match once a second by the clock, unless told otherwise; the whole
        // input is processed in less.
        settings.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_OUTER_JOIN_SPURIOUS_RESULTS_FIX, 0L);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, example.name());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, workspace.stateDirectory().toString());
        this.config = new StreamsConfig(settings);
    }

    /**
     * Processes a source of events.
     *
     * @throws Refusal if the source cannot be fed; nothing was processed then
     * @throws IllegalStateException if the topology failed; what it had committed stays
     */
    Outcome process(EventSource source) throws Refusal {
        createTopics();
        // All input is there before the start. So records of several topics are processed in order of their
        // timestamps, and two runs print the same.
        int fed = new EventFeed(broker, example).feed(source);
        try (StreamsRuntime runtime = new StreamsRuntime(topology, config, broker)) {
            runtime.setUncaughtExceptionHandler(e -> {
                failure.compareAndSet(null, e);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            runtime.start();
            Map<String, List<ConsumerRecord<byte[], byte[]>>> results = awaitEnd(runtime);
            return new Outcome(fed, dropped(runtime), results);
        }
    }

    /** Topics that exist keep the partitions that they have; new ones have one, so that the results are in one order only. */
    private void createTopics() {
        Set<String> topics = new LinkedHashSet<>(example.input().topics());
        topics.addAll(example.topicsBetween());
        example.results().forEach(table -> topics.add(table.topic()));
        for (String topic : topics) {
            if (broker.topics().describe(topic).isEmpty()) {
                broker.createTopic(topic, 1);
            }
        }
    }

    private Map<String, List<ConsumerRecord<byte[], byte[]>>> awaitEnd(StreamsRuntime runtime) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> results = new HashMap<>();
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        for (ResultTable<?, ?> table : example.results()) {
            results.put(table.topic(), new ArrayList<>());
            partitions.addAll(TopicReader.partitions(broker.topics(), table.topic()));
        }
        try (Backlog backlog = new Backlog(broker, example.name(), topicsOfTasks());
                EmbeddedConsumer<byte[], byte[]> consumer =
                        broker.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            // Polling waits for results; the time limit is for input of which nothing comes.
            do {
                addAll(consumer.poll(QUIET), results);
                requireRunning(runtime);
            } while (!backlog.isEmpty());
            while (addAll(consumer.poll(Duration.ZERO), results)) {}
        }
        return results;
    }

    private static boolean addAll(
            List<ConsumerRecord<byte[], byte[]>> records, Map<String, List<ConsumerRecord<byte[], byte[]>>> results) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            results.computeIfAbsent(record.topic(), topic -> new ArrayList<>()).add(record);
        }
        return !records.isEmpty();
    }

    private void requireRunning(StreamsRuntime runtime) {
        StreamsRuntime.State state = runtime.state();
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("processing failed: " + Reasons.of(cause), cause);
        }
        if (!state.isRunningOrRebalancing()) {
            throw new IllegalStateException("processing ended early: the application is " + state);
        }
    }

    /** The topics that tasks read. The description calls internal topics by names to which the broker's add the application id. */
    private List<String> topicsOfTasks() {
        Set<String> topics = new LinkedHashSet<>();
        for (TopologyDescription.Subtopology part : topology.describe().subtopologies()) {
            for (TopologyDescription.Node node : part.nodes()) {
                if (node instanceof Source source && source.topicSet() != null) {
                    topics.addAll(source.topicSet());
                }
            }
        }
        return topics.stream()
                .map(topic -> broker.topics().describe(topic).isPresent() ? topic : example.name() + "-" + topic)
                .toList();
    }

    private static Map<String, Long> dropped(StreamsRuntime runtime) {
        Map<String, Long> byReason = new TreeMap<>();
        runtime.metrics().forEach((name, metric) -> {
            String reason = name.tags().get("reason");
            if (name.name().equals("dropped-records-total") && reason != null) {
                byReason.merge(reason, ((Number) metric.metricValue()).longValue(), Long::sum);
            }
        });
        return byReason;
    }
}
