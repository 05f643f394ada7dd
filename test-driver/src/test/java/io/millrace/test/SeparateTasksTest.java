package io.millrace.test;

import static io.millrace.test.StringTopics.in;
import static io.millrace.test.StringTopics.out;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.Repartitioned;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.errors.StreamsException;
import io.millrace.errors.TopologyException;
import io.millrace.log.KeyHash;
import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.processor.TaskId;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.state.WindowStore;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The driver with a task per sub-topology and partition. */
class SeparateTasksTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Topology wordCount() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("lines")
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts-store"))
                .toStream()
                .mapValues(count -> Long.toString(count))
                .to("counts", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private static TopologyTestDriver driver(Topology topology) {
        return new TopologyTestDriver(topology, StringTopics.config(), Instant.ofEpochMilli(0));
    }

    private static TopologyTestDriver driver(StreamsBuilder builder) {
        return driver(builder.build());
    }

    private static int partitionOf(String key, int count) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return KeyHash.partition(bytes, 0, bytes.length, count);
    }

    // ---- tasks and partitions ----

    @Test
    void shouldRunATaskPerSubTopologyAndPartition() {
        try (TopologyTestDriver driver = driver(wordCount()).partitions("lines", 4)) {
            Set<TaskId> expected = IntStream.range(0, 8)
                    .mapToObj(i -> new TaskId(i / 4, i % 4))
                    .collect(Collectors.toSet());

            assertThat(driver.taskIds()).isEqualTo(expected);
        }
    }

    @Test
    void shouldRunATaskPerSubTopologyIfOnlySeparateTasksAreWanted() {
        try (TopologyTestDriver driver = driver(wordCount()).separateTasks()) {
            assertThat(driver.taskIds()).containsExactlyInAnyOrder(new TaskId(0, 0), new TaskId(1, 0));
        }
    }

    @Test
    void shouldRunOneTaskUnlessToldOtherwise() {
        try (TopologyTestDriver driver = driver(wordCount())) {
            assertThat(driver.taskIds()).containsExactly(new TaskId(0, 0));
        }
    }

    @Test
    void shouldProcessARecordThroughRepartitionTopicsBeforePipeInputReturns() {
        try (TopologyTestDriver driver = driver(wordCount()).partitions("lines", 3)) {

            in(driver, "lines").pipeInput("to be or not to be");

            assertThat(out(driver, "counts").readKeyValuesToMap())
                    .isEqualTo(Map.of("to", "2", "be", "2", "or", "1", "not", "1"));
        }
    }

    @Test
    void shouldShowEveryUpdateSinceEveryRecordIsCommitted() {
        try (TopologyTestDriver driver = driver(wordCount()).separateTasks()) {

            in(driver, "lines").pipeInput("a b a");

            assertThat(out(driver, "counts").readKeyValuesToList())
                    .containsExactly(KeyValue.pair("a", "1"), KeyValue.pair("b", "1"), KeyValue.pair("a", "2"));
        }
    }

    @Test
    void shouldRepartitionByTheHashOfTheKey() {
        try (TopologyTestDriver driver =
                driver(wordCount()).partitions("lines", 4).partitions("counts", 4)) {
            List<String> words = IntStream.range(0, 20).mapToObj(i -> "w" + i).toList();

            in(driver, "lines").pipeInput(String.join(" ", words));

            TestOutputTopic<String, String> counts = out(driver, "counts");
            for (int partition = 0; partition < 4; partition++) {
                int wanted = partition;
                assertThat(counts.partition(partition).readKeyValuesToMap().keySet())
                        .containsExactlyInAnyOrderElementsOf(words.stream()
                                .filter(word -> partitionOf(word, 4) == wanted)
                                .toList())
                        .isNotEmpty();
            }
            assertThat(counts.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldPipeARecordToThePartitionThatItsKeyNames() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .process(() ->
                        new ContextualProcessorOf((context, record) -> context.forward(record.withValue(record.value()
                                + "@" + context.recordMetadata().orElseThrow().partition()))))
                .to("out");
        try (TopologyTestDriver driver = driver(builder).partitions("in", 5)) {
            TestInputTopic<String, String> in = in(driver, "in");

            in.pipeInput("Ada", "by key");
            in.pipeInput(new TestRecord<>("Ada", "by choice"), 4);
            in.pipeInput("without key");
            in.pipeInput("without key");

            assertThat(out(driver, "out").readValuesToList())
                    .containsExactly(
                            "by key@" + partitionOf("Ada", 5), "by choice@4", "without key@0", "without key@1");
        }
    }

    @Test
    void shouldRefuseAPartitionThatATopicDoesNotHave() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in").to("out");
        try (TopologyTestDriver separate = driver(builder).partitions("in", 2);
                TopologyTestDriver single = driver(builder)) {
            assertThatThrownBy(() -> in(separate, "in").pipeInput(new TestRecord<>("k", "v"), 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Topic 'in' has no partition 2: it has 2");
            assertThatThrownBy(() -> in(single, "in").pipeInput(new TestRecord<>("k", "v"), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("partitions(topic, count)");
        }
    }

    @Test
    void shouldReadRecordsInTheOrderInWhichTheyWereCommitted() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .selectKey((key, value) -> value)
                .to("out");
        try (TopologyTestDriver driver = driver(builder).partitions("in", 3).partitions("out", 3)) {
            TestInputTopic<String, String> in = in(driver, "in");

            in.pipeInput(new TestRecord<>(null, "a b c d e"), 2);
            in.pipeInput(new TestRecord<>(null, "f g"), 0);

            assertThat(out(driver, "out").readValuesToList()).containsExactly("a", "b", "c", "d", "e", "f", "g");
        }
    }

    @Test
    void shouldWriteARecordToEveryPartitionThatAPartitionerChooses() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .to(
                        "out",
                        Produced.<String, String>streamPartitioner(
                                (topic, key, value, count) -> Optional.of(Set.of(0, count - 1))));
        try (TopologyTestDriver driver = driver(builder).partitions("in", 2).partitions("out", 3)) {

            in(driver, "in").pipeInput("k", "v");

            TestOutputTopic<String, String> out = out(driver, "out");
            assertThat(out.partition(0).readValuesToList()).containsExactly("v");
            assertThat(out.partition(1).isEmpty()).isTrue();
            assertThat(out.partition(2).readValuesToList()).containsExactly("v");
        }
    }

    // ---- partition counts ----

    @Test
    void shouldRefuseToJoinTopicsWithDifferentPartitionCounts() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("clicks")
                .join(builder.<String, String>table("users"), (c, u) -> c + u)
                .to("out");
        try (TopologyTestDriver driver = driver(builder).partitions("clicks", 3).partitions("users", 2)) {
            assertThatThrownBy(() -> in(driver, "clicks").pipeInput("k", "v"))
                    .isInstanceOf(TopologyException.class)
                    .hasMessageContaining("clicks=3")
                    .hasMessageContaining("users=2");
        }
    }

    @Test
    void shouldGiveARepartitionTopicTheCountThatTheProgramNames() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .repartition(Repartitioned.<String, String>numberOfPartitions(5))
                .to("out");
        try (TopologyTestDriver driver = driver(builder).partitions("in", 2)) {
            assertThat(driver.taskIds().stream().filter(id -> id.subtopology() == 1))
                    .hasSize(5);
            assertThat(driver.taskIds().stream().filter(id -> id.subtopology() == 0))
                    .hasSize(2);
        }
    }

    @Test
    void shouldGiveARepartitionTopicTheCountOfWhatItIsJoinedWith() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("clicks")
                .selectKey((key, click) -> click.split(" ")[0])
                .join(builder.<String, String>table("users"), (click, user) -> user + " " + click)
                .to("out");
        try (TopologyTestDriver driver = driver(builder).partitions("clicks", 2).partitions("users", 6)) {
            for (int i = 0; i < 12; i++) {
                in(driver, "users").pipeInput("u" + i, "name" + i);
                in(driver, "clicks").pipeInput("u" + i + " link");
            }

            assertThat(driver.taskIds()).hasSize(8);
            assertThat(out(driver, "out").readValuesToList())
                    .containsExactlyElementsOf(IntStream.range(0, 12)
                            .mapToObj(i -> "name" + i + " u" + i + " link")
                            .toList());
        }
    }

    @Test
    void shouldRefuseATopicThatTheTopologyNeitherReadsNorWrites() {
        try (TopologyTestDriver driver = driver(wordCount())) {
            assertThatThrownBy(() -> driver.partitions("line", 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no topic 'line'")
                    .hasMessageContaining("lines")
                    .hasMessageContaining("counts");
            assertThatThrownBy(() -> driver.partitions("lines", 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseToChangeHowTheTopologyRunsOnceItDoes() {
        try (TopologyTestDriver driver = driver(wordCount())) {
            in(driver, "lines").pipeInput("a");

            assertThatThrownBy(() -> driver.partitions("lines", 2))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("right after");
            assertThatThrownBy(driver::separateTasks).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldReadNewTopicsOfAPattern() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream(Pattern.compile("in-.*"))
                .groupByKey()
                .count(Materialized.as("counts"))
                .toStream()
                .mapValues(count -> Long.toString(count))
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        try (TopologyTestDriver driver = driver(builder).partitions("in-a", 1)) {
            in(driver, "in-a").pipeInput("k", "v");
            in(driver, "in-b").pipeInput("k", "v");
            in(driver, "in-a").pipeInput("k", "v");

            assertThat(out(driver, "out").readValuesToList()).containsExactly("1", "2", "3");
        }
    }

    // ---- time ----

    @Test
    void shouldKeepStreamTimePerTask() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(SECOND))
                .count(Materialized.as("windows"))
                .toStream((window, count) -> window.key())
                .mapValues(count -> Long.toString(count))
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        try (TopologyTestDriver driver = driver(builder).partitions("in", 2)) {
            TestInputTopic<String, String> in = in(driver, "in");
            in.pipeInput(new TestRecord<>("k", "v", null, 100_000L), 0);

            in.pipeInput(new TestRecord<>("late", "v", null, 500L), 0);
            in.pipeInput(new TestRecord<>("in time", "v", null, 500L), 1);

            assertThat(out(driver, "out").readKeyValuesToList())
                    .containsExactly(KeyValue.pair("k", "1"), KeyValue.pair("in time", "1"));
        }
    }

    @Test
    void shouldPunctuateAllTasksWhenTheWallClockMoves() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .process(() -> new ContextualProcessor<String, String, String, String>() {
                    @Override
                    public void init(io.millrace.processor.ProcessorContext<String, String> context) {
                        super.init(context);
                        context.schedule(
                                SECOND,
                                PunctuationType.WALL_CLOCK_TIME,
                                time -> context.forward(new io.millrace.processor.Record<>(
                                        "tick", context.taskId() + " " + time, time)));
                    }

                    @Override
                    public void process(io.millrace.processor.Record<String, String> record) {}
                })
                .to("out");
        try (TopologyTestDriver driver = driver(builder).partitions("in", 3)) {
            driver.taskIds();
            driver.advanceWallClockTime(SECOND);

            assertThat(out(driver, "out").readValuesToList()).containsExactly("0_0 1000", "0_1 1000", "0_2 1000");
        }
    }

    @Test
    void shouldWaitForTheOtherInputAsLongAsTheProgramSays() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("clicks")
                .join(builder.<String, String>table("users"), (c, u) -> c + u)
                .to("out");
        Properties config = StringTopics.config();
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 1_000L);
        try (TopologyTestDriver driver =
                new TopologyTestDriver(builder.build(), config, Instant.ofEpochMilli(0)).separateTasks()) {
            in(driver, "clicks").pipeInput("k", "click", 5L);
            in(driver, "users").pipeInput("k", "user", 4L);
            TestOutputTopic<String, String> out = out(driver, "out");
            assertThat(out.isEmpty()).isTrue();

            driver.advanceWallClockTime(SECOND);

            assertThat(out.readValuesToList()).containsExactly("clickuser");
        }
    }

    // ---- stores ----

    @Test
    void shouldShowAStoreOfAllTasksAsOne() {
        try (TopologyTestDriver driver = driver(wordCount()).partitions("lines", 3)) {
            in(driver, "lines").pipeInput("a b c d e f a");

            KeyValueStore<String, Long> counts = driver.getKeyValueStore("counts-store");
            assertThat(counts.get("a")).isEqualTo(2L);
            assertThat(counts.get("f")).isEqualTo(1L);
            assertThat(counts.get("z")).isNull();
            List<String> keys = new ArrayList<>();
            try (var rows = counts.range("b", "e")) {
                rows.forEachRemaining(row -> keys.add(row.key));
            }
            assertThat(keys).containsExactlyInAnyOrder("b", "c", "d", "e");
            assertThat(counts.approximateNumEntries()).isEqualTo(6);
            assertThat(driver.<String, Long>getTimestampedKeyValueStore("counts-store")
                            .get("a")
                            .value())
                    .isEqualTo(2L);
            assertThat(driver.getAllStateStores()).containsOnlyKeys("counts-store");
            assertThat(driver.getWindowStore("counts-store")).isNull();
        }
    }

    @Test
    void shouldGiveTheStoreOfOneTask() {
        try (TopologyTestDriver driver = driver(wordCount()).partitions("lines", 3)) {
            in(driver, "lines").pipeInput("a");
            int owner = partitionOf("a", 3);

            KeyValueStore<String, Long> owning = driver.getKeyValueStore("counts-store", owner);
            KeyValueStore<String, Long> other = driver.getKeyValueStore("counts-store", (owner + 1) % 3);

            assertThat(owning.get("a")).isEqualTo(1L);
            assertThat(other.get("a")).isNull();
            assertThatThrownBy(() -> driver.getKeyValueStore("counts-store", 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[0, 1, 2]");
            assertThat(driver.getKeyValueStore("another", 0)).isNull();
        }
    }

    @Test
    void shouldChangeTheStoreOfOneTaskOnly() {
        try (TopologyTestDriver driver = driver(wordCount()).partitions("lines", 2)) {
            int owner = partitionOf("a", 2);

            assertThatThrownBy(() -> driver.<String, Long>getKeyValueStore("counts-store")
                            .put("a", 9L))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("getKeyValueStore(\"counts-store\", partition)");
            driver.<String, Long>getKeyValueStore("counts-store", owner).put("a", 9L);
            in(driver, "lines").pipeInput("a");

            assertThat(out(driver, "counts").readValue()).isEqualTo("10");
        }
    }

    @Test
    void shouldSayIfTasksHaveDifferentValuesForAKey() {
        StreamsBuilder builder = new StreamsBuilder();
        StoreBuilder<KeyValueStore<String, String>> last =
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("last"), Serdes.String(), Serdes.String());
        builder.addStateStore(last);
        builder.<String, String>stream("in")
                .process(
                        () -> new ContextualProcessorOf(
                                (context, record) -> context.<KeyValueStore<String, String>>getStateStore("last")
                                        .put("last", record.value())),
                        "last");
        try (TopologyTestDriver driver = driver(builder).partitions("in", 2)) {
            in(driver, "in").pipeInput("one");
            in(driver, "in").pipeInput("two");

            KeyValueStore<String, String> store = driver.getKeyValueStore("last");
            assertThatThrownBy(() -> store.get("last"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("{0=one, 1=two}")
                    .hasMessageContaining("getKeyValueStore(\"last\", partition)");
        }
    }

    @Test
    void shouldScanWindowsOfAllTasks() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(SECOND))
                .count(Materialized.as("windows"));
        try (TopologyTestDriver driver = driver(builder).partitions("in", 4)) {
            for (String key : List.of("a", "b", "c", "a")) {
                in(driver, "in").pipeInput(key, "v", 10L);
            }

            WindowStore<String, Long> windows = driver.getWindowStore("windows");
            assertThat(windows.fetch("a", 0L)).isEqualTo(2L);
            try (var rows = windows.fetch("b", Instant.ofEpochMilli(0), Instant.ofEpochMilli(500))) {
                assertThat(rows.next()).isEqualTo(KeyValue.pair(0L, 1L));
                assertThat(rows.hasNext()).isFalse();
            }
            List<String> keys = new ArrayList<>();
            try (var rows = windows.all()) {
                rows.forEachRemaining(row -> keys.add(row.key.key()));
            }
            assertThat(keys).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void shouldGiveStoresOfTheProgramsOwnKindByPartitionOnly() {
        Topology topology = new Topology();
        topology.addSource("source", "in");
        topology.addProcessor("processor", () -> new ContextualProcessorOf((context, record) -> {}), "source");
        topology.addStateStore(new OwnStore.Builder(), "processor");
        try (TopologyTestDriver driver = driver(topology).partitions("in", 2)) {
            assertThatThrownBy(() -> driver.getStateStore("own"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("getStateStore(\"own\", partition)");
            assertThat(driver.getStateStore("own", 1)).isInstanceOf(OwnStore.class);
            assertThat(driver.getAllStateStores().get("own").name()).isEqualTo("own");
            assertThat(driver.getStateStore("another")).isNull();
        }
    }

    @Test
    void shouldFillGlobalTablesFromAllPartitions() {
        StreamsBuilder builder = new StreamsBuilder();
        var users = builder.<String, String>globalTable("users", Materialized.as("users-store"));
        builder.<String, String>stream("clicks")
                .join(users, (key, click) -> click, (click, user) -> user)
                .to("out");
        try (TopologyTestDriver driver = driver(builder).partitions("clicks", 2).partitions("users", 3)) {
            for (String user : List.of("a", "b", "c", "d")) {
                in(driver, "users").pipeInput(user, user.toUpperCase(java.util.Locale.ROOT));
            }

            in(driver, "clicks").pipeInput("x", "d");
            in(driver, "clicks").pipeInput("y", "a");

            assertThat(out(driver, "out").readValuesToList()).containsExactly("D", "A");
            assertThat(driver.<String, String>getKeyValueStore("users-store").get("c"))
                    .isEqualTo("C");
        }
    }

    // ---- failures ----

    @Test
    void shouldNotGoOnAfterAFailureUntilItIsRecovered() {
        boolean[] isMended = {false};
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .peek((key, value) -> {
                    if (value.equals("bad") && !isMended[0]) {
                        throw new IllegalStateException("no good");
                    }
                })
                .to("out");
        try (TopologyTestDriver driver = driver(builder).separateTasks()) {
            TestInputTopic<String, String> in = in(driver, "in");
            assertThatThrownBy(() -> in.pipeInput("bad"))
                    .isInstanceOf(StreamsException.class)
                    .hasRootCauseMessage("no good");
            assertThatThrownBy(() -> in.pipeInput("good"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("crashAndRecover()")
                    .hasRootCauseMessage("no good");
            assertThatThrownBy(driver::crashAndRecover)
                    .as("the record is still there")
                    .hasRootCauseMessage("no good");

            isMended[0] = true;
            driver.crashAndRecover();
            in.pipeInput("good");

            assertThat(out(driver, "out").readValuesToList()).containsExactly("bad", "good");
        }
    }

    @Test
    void shouldSayWhereThereAreRecordsWhenAReadFails() {
        try (TopologyTestDriver driver = driver(wordCount()).partitions("lines", 2)) {
            in(driver, "lines").pipeInput("a a");
            TestOutputTopic<String, String> counts = out(driver, "counts");
            counts.readValue();

            assertThatThrownBy(() -> out(driver, "count").readValue())
                    .hasMessageContaining("Topic 'count' has no records")
                    .hasMessageContaining("counts=1");
            assertThatThrownBy(() -> counts.partition(1 - partitionOf("a", 2)).readValue())
                    .hasMessageContaining("Partition " + (1 - partitionOf("a", 2)) + " of topic 'counts'")
                    .hasMessageContaining("has written 2 to the topic, of which 1 were read")
                    .hasMessageContaining("counts=1");
        }
    }

    /** A store that is not one of the library's. */
    private static final class OwnStore implements StateStore {

        static final class Builder implements StoreBuilder<OwnStore> {

            @Override
            public StoreBuilder<OwnStore> withCachingEnabled() {
                return this;
            }

            @Override
            public StoreBuilder<OwnStore> withCachingDisabled() {
                return this;
            }

            @Override
            public StoreBuilder<OwnStore> withLoggingEnabled(Map<String, String> config) {
                return this;
            }

            @Override
            public StoreBuilder<OwnStore> withLoggingDisabled() {
                return this;
            }

            @Override
            public OwnStore build() {
                return new OwnStore();
            }

            @Override
            public Map<String, String> logConfig() {
                return Map.of();
            }

            @Override
            public boolean loggingEnabled() {
                return false;
            }

            @Override
            public String name() {
                return "own";
            }
        }

        @Override
        public String name() {
            return "own";
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {
            context.register(root, (key, value) -> {});
        }

        @Override
        public void close() {}

        @Override
        public boolean persistent() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }
}
