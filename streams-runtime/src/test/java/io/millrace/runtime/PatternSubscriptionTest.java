package io.millrace.runtime;

import static io.millrace.runtime.Words.awaitState;
import static io.millrace.runtime.Words.send;
import static io.millrace.runtime.Words.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics that come and go while an application reads all that match a pattern. */
class PatternSubscriptionTest {

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    /** Counts the records of each key over all topics, so that a lost or repeated one shows. */
    private static Topology counting() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream(Pattern.compile("sensor-.*"))
                .groupByKey()
                .count()
                .toStream()
                .mapValues((key, count) -> key + "=" + count)
                .to("out");
        return builder.build();
    }

    private static Topology passing() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream(Pattern.compile("sensor-.*")).to("out");
        return builder.build();
    }

    private StreamsRuntime start(Topology topology) {
        Properties config = Words.config(directory);
        config.put(StreamsConfig.METADATA_MAX_AGE_CONFIG, 20L);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        StreamsRuntime runtime = new StreamsRuntime(topology, config, broker);
        runtime.start();
        awaitState(runtime, State.RUNNING);
        return runtime;
    }

    private static List<TopicPartition> inputs(StreamsRuntime runtime) {
        return runtime.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .sorted(java.util.Comparator.comparing(TopicPartition::toString))
                .collect(Collectors.toList());
    }

    private static void awaitInputs(StreamsRuntime runtime, String... partitions) {
        await().atMost(Words.PATIENCE)
                .until(() -> inputs(runtime).stream()
                        .map(TopicPartition::toString)
                        .toList()
                        .equals(List.of(partitions)));
        awaitState(runtime, State.RUNNING);
    }

    /** The largest count of each key in the output; every count from 1 on must be there once. */
    private Map<String, Long> countsIn(List<String> outputs) {
        assertThat(outputs).doesNotHaveDuplicates();
        Map<String, Long> counts = new TreeMap<>();
        for (String output : outputs) {
            String[] parts = output.split("=");
            counts.merge(parts[0], Long.valueOf(parts[1]), Math::max);
        }
        assertThat(outputs).hasSize((int)
                counts.values().stream().mapToLong(Long::longValue).sum());
        return counts;
    }

    @Test
    void shouldReadTopicsThatAreMadeWhileItRunsAndCountEachRecordOnce() {
        broker.createTopic("sensor-a", 1);
        try (StreamsRuntime runtime = start(counting())) {
            send(broker, "sensor-a", "k", "1", "k", "2");
            values(broker, "out", 2);

            broker.createTopic("sensor-b", 1);
            send(broker, "sensor-b", "k", "3");
            awaitInputs(runtime, "sensor-a-0", "sensor-b-0");
            send(broker, "sensor-a", "k", "4");
            send(broker, "sensor-b", "k", "5");

            assertThat(countsIn(values(broker, "out", 5))).isEqualTo(Map.of("k", 5L));
        }
    }

    @Test
    void shouldLoseAndRepeatNothingWhileTopicsComeUnderLoad() {
        broker.createTopic("sensor-0", 1);
        int topics = 5;
        int perRound = 60;
        try (StreamsRuntime runtime = start(counting())) {
            for (int round = 1; round <= topics; round++) {
                for (int i = 0; i < perRound; i++) {
                    send(broker, "sensor-" + (i % round), "k" + i % 7, "v");
                }
                if (round < topics) {
                    broker.createTopic("sensor-" + round, 1);
                }
            }
            awaitInputs(
                    runtime,
                    Stream.of(0, 1, 2, 3, 4).map(i -> "sensor-" + i + "-0").toArray(String[]::new));
            Map<String, Long> counts = countsIn(values(broker, "out", topics * perRound));
            assertThat(counts.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(topics * perRound);
        }
    }

    @Test
    void shouldMakeNewTasksForATopicWithMorePartitions() {
        broker.createTopic("sensor-a", 1);
        broker.createTopic("out", 1);
        try (StreamsRuntime runtime = start(passing())) {
            broker.createTopic("sensor-b", 3);
            awaitInputs(runtime, "sensor-a-0", "sensor-b-0", "sensor-b-1", "sensor-b-2");
            for (int i = 0; i < 30; i++) {
                send(broker, "sensor-b", "k" + i, "v" + i);
            }
            assertThat(values(broker, "out", 30)).hasSize(30);
        }
    }

    @Test
    void shouldStartWithoutAnyTopicAndFindTheFirst() {
        broker.createTopic("out", 1);
        try (StreamsRuntime runtime = start(passing())) {
            assertThat(inputs(runtime)).isEmpty();
            broker.createTopic("sensor-a", 1);
            send(broker, "sensor-a", "k", "first");

            assertThat(values(broker, "out", 1)).containsExactly("first");
        }
    }

    @Test
    void shouldGoOnWithTheOthersWhenATopicIsDeleted() {
        broker.createTopic("sensor-a", 1);
        broker.createTopic("sensor-b", 1);
        try (StreamsRuntime runtime = start(counting())) {
            send(broker, "sensor-a", "a", "1");
            send(broker, "sensor-b", "b", "1");
            values(broker, "out", 2);

            broker.topics().delete("sensor-b");
            awaitInputs(runtime, "sensor-a-0");
            send(broker, "sensor-a", "a", "2");

            assertThat(countsIn(values(broker, "out", 3))).isEqualTo(Map.of("a", 2L, "b", 1L));
            assertThat(runtime.state()).isEqualTo(State.RUNNING);
        }
    }

    @Test
    void shouldSurviveTheDeletionOfATopicWhileItIsRead() {
        broker.createTopic("sensor-a", 1);
        broker.createTopic("sensor-b", 1);
        try (StreamsRuntime runtime = start(counting())) {
            for (int i = 0; i < 200; i++) {
                send(broker, "sensor-a", "a", "v");
                send(broker, "sensor-b", "b", "v");
            }
            broker.topics().delete("sensor-b");
            for (int i = 0; i < 50; i++) {
                send(broker, "sensor-a", "a", "v");
            }
            awaitInputs(runtime, "sensor-a-0");

            await().atMost(Words.PATIENCE)
                    .until(() -> values(broker, "out", 250).contains("a=250"));
            countsIn(values(broker, "out", 250));
        }
    }

    @Test
    void shouldSurviveTopicsThatAreDeletedAndMadeAgainAllTheTime() {
        broker.createTopic("sensor-a", 1);
        broker.createTopic("out", 1);
        int rounds = 150;
        try (StreamsRuntime runtime = start(counting())) {
            for (int round = 1; round <= rounds; round++) {
                String comesAndGoes = "sensor-" + (round % 3 == 0 ? "b" : "c");
                broker.createTopic(comesAndGoes, 1);
                for (int i = 0; i < round % 7; i++) {
                    send(broker, comesAndGoes, "gone", "v");
                }
                send(broker, "sensor-a", "a", "v");
                broker.topics().delete(comesAndGoes);
                assertThat(runtime.state()).isIn(State.RUNNING, State.REBALANCING);
            }
            awaitInputs(runtime, "sensor-a-0");

            await().atMost(Words.PATIENCE)
                    .until(() -> values(broker, "out", rounds).contains("a=" + rounds));
        }
    }

    @Test
    void shouldReadATopicThatWasDeletedAndMadeAgainFromItsStart() {
        broker.createTopic("sensor-a", 1);
        broker.createTopic("sensor-b", 1);
        try (StreamsRuntime runtime = start(counting())) {
            send(broker, "sensor-b", "b", "1", "b", "2", "b", "3");
            values(broker, "out", 3);

            broker.topics().delete("sensor-b");
            broker.createTopic("sensor-b", 1);
            send(broker, "sensor-b", "b", "4");
            send(broker, "sensor-a", "a", "1");

            assertThat(countsIn(values(broker, "out", 5))).isEqualTo(Map.of("a", 1L, "b", 4L));
            assertThat(runtime.state()).isEqualTo(State.RUNNING);
        }
    }

    @Test
    void shouldGoOnWhereItWasAfterARestartWithANewTopic() {
        broker.createTopic("sensor-a", 1);
        try (StreamsRuntime runtime = start(counting())) {
            send(broker, "sensor-a", "k", "1");
            values(broker, "out", 1);
            assertThat(runtime.state()).isEqualTo(State.RUNNING);
        }
        broker.createTopic("sensor-b", 1);
        send(broker, "sensor-b", "k", "2");
        try (StreamsRuntime runtime = start(counting())) {
            send(broker, "sensor-a", "k", "3");

            assertThat(countsIn(values(broker, "out", 3))).isEqualTo(Map.of("k", 3L));
            assertThat(runtime.state()).isEqualTo(State.RUNNING);
        }
    }
}
