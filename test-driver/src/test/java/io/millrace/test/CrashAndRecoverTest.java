package io.millrace.test;

import static io.millrace.test.StringTopics.in;
import static io.millrace.test.StringTopics.out;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.JoinWindows;
import io.millrace.dsl.Joined;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.errors.StreamsException;
import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Record;
import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import io.millrace.state.EmitStrategy;
import io.millrace.state.KeyValueStore;
import io.millrace.state.WindowStore;
import io.millrace.stores.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is there after a crash, and what is not. */
class CrashAndRecoverTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private enum Mode {
        ONE_TASK,
        SEPARATE_TASKS;

        TopologyTestDriver driver(StreamsBuilder builder, Properties config) {
            TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config, Instant.ofEpochMilli(100_000));
            return this == ONE_TASK ? driver : driver.separateTasks();
        }

        TopologyTestDriver driver(StreamsBuilder builder) {
            return driver(builder, StringTopics.config());
        }
    }

    /** Writes what happens to it into a list, and each record's value to a store; fails behind the write if told to. */
    private static final class Recorder extends ContextualProcessor<String, String, String, String> {

        private final List<String> events;
        private final boolean[] fails;

        Recorder(List<String> events, boolean[] fails) {
            this.events = events;
            this.fails = fails;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            events.add("init");
        }

        @Override
        public void process(Record<String, String> record) {
            events.add(record.value());
            KeyValueStore<String, String> last = context().getStateStore("last");
            String before = last.get(record.key());
            last.put(record.key(), record.value());
            context().forward(record.withValue(before + ">" + record.value()));
            if (fails[0]) {
                throw new IllegalStateException("told to fail");
            }
        }

        @Override
        public void close() {
            events.add("close");
        }
    }

    private static StreamsBuilder recording(List<String> events, boolean[] fails) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("last"), Serdes.String(), Serdes.String()));
        builder.<String, String>stream("in")
                .process(() -> new Recorder(events, fails), "last")
                .to("out");
        return builder;
    }

    // ---- exactly once ----

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldDropTheEffectsOfARecordThatFailedAndProcessItAgain(Mode mode) {
        List<String> events = new ArrayList<>();
        boolean[] fails = {false};
        try (TopologyTestDriver driver = mode.driver(recording(events, fails))) {
            in(driver, "in").pipeInput("k", "a");
            fails[0] = true;
            assertThatThrownBy(() -> in(driver, "in").pipeInput("k", "b")).isInstanceOf(StreamsException.class);
            fails[0] = false;

            driver.crashAndRecover();

            assertThat(events.subList(events.indexOf("a"), events.size())).containsExactly("a", "b", "init", "b");
            assertThat(out(driver, "out").readValuesToList()).containsExactly("null>a", "a>b");
            assertThat(driver.getKeyValueStore("last").get("k")).isEqualTo("b");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldProcessARecordAgainWhoseCommitDidNotHappen(Mode mode) {
        List<String> events = new ArrayList<>();
        try (TopologyTestDriver driver = mode.driver(recording(events, new boolean[1]))) {
            in(driver, "in").pipeInput("k", "a");

            driver.crashBeforeCommit();
            in(driver, "in").pipeInput("k", "b");
            in(driver, "in").pipeInput("k", "c");

            assertThat(events.subList(events.indexOf("a"), events.size())).containsExactly("a", "b", "init", "b", "c");
            assertThat(out(driver, "out").readValuesToList()).containsExactly("null>a", "a>b", "b>c");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldWriteTwiceWhatIsProcessedTwiceAtLeastOnce(Mode mode) {
        Properties config = StringTopics.config();
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        try (TopologyTestDriver driver = mode.driver(recording(new ArrayList<>(), new boolean[1]), config)) {
            in(driver, "in").pipeInput("k", "a");

            driver.crashBeforeCommit();
            in(driver, "in").pipeInput("k", "b");

            assertThat(out(driver, "out").readValuesToList()).containsExactly("null>a", "a>b", "b>b");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldGoOnWithWhatWaitedBehindTheRecordThatFailed(Mode mode) {
        List<String> events = new ArrayList<>();
        boolean[] fails = {true};
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .selectKey((key, word) -> word)
                .repartition()
                .peek((key, word) -> {
                    events.add(word);
                    if (fails[0] && word.equals("b")) {
                        throw new IllegalStateException("told to fail");
                    }
                })
                .to("out");
        try (TopologyTestDriver driver = mode.driver(builder)) {
            assertThatThrownBy(() -> in(driver, "in").pipeInput("a b c")).hasRootCauseMessage("told to fail");
            fails[0] = false;

            driver.crashAndRecover();

            assertThat(events).containsExactly("a", "b", "b", "c");
            assertThat(out(driver, "out").readValuesToList()).containsExactly("a", "b", "c");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldCrashBeforeTheCommitOfAPunctuation(Mode mode) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("ticks"), Serdes.String(), Serdes.String()));
        builder.<String, String>stream("in")
                .process(() -> new Ticking(PunctuationType.WALL_CLOCK_TIME), "ticks")
                .to("out");
        try (TopologyTestDriver driver = mode.driver(builder)) {
            in(driver, "in").pipeInput("k", "v");
            driver.crashBeforeCommit();
            driver.advanceWallClockTime(SECOND);
            assertThat(out(driver, "out").isEmpty())
                    .as("the tick is gone, and the next comes an interval after the new start")
                    .isTrue();

            driver.advanceWallClockTime(SECOND);

            assertThat(out(driver, "out").readValuesToList()).containsExactly("1 at 102000");
        }
    }

    /** Counts its ticks in a store. */
    private static final class Ticking extends ContextualProcessor<String, String, String, String> {

        private final PunctuationType type;

        Ticking(PunctuationType type) {
            this.type = type;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            context.schedule(SECOND, type, time -> {
                KeyValueStore<String, String> ticks = context.getStateStore("ticks");
                String before = ticks.get("ticks");
                String now = Integer.toString(before == null ? 1 : Integer.parseInt(before) + 1);
                ticks.put("ticks", now);
                context.forward(new Record<>("tick", now + " at " + time, time));
            });
        }

        @Override
        public void process(Record<String, String> record) {}
    }

    // ---- time ----

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldKeepStreamTimeOverACrash(Mode mode) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .process(() -> new ContextualProcessorOf((context, record) ->
                        context.forward(record.withValue(Long.toString(context.currentStreamTimeMs())))))
                .to("out");
        try (TopologyTestDriver driver = mode.driver(builder)) {
            in(driver, "in").pipeInput("k", "v", 50_000);

            driver.crashAndRecover();
            in(driver, "in").pipeInput("k", "v", 10);

            assertThat(out(driver, "out").readValuesToList()).containsExactly("50000", "50000");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldGiveExtractorsThePartitionTimeFromBeforeACrash(Mode mode) {
        StreamsBuilder builder = new StreamsBuilder();
        List<Long> partitionTimes = new ArrayList<>();
        builder.stream(
                        "in",
                        Consumed.with(Serdes.String(), Serdes.String())
                                .withTimestampExtractor((record, partitionTime) -> {
                                    partitionTimes.add(partitionTime);
                                    return record.timestamp();
                                }))
                .to("out");
        try (TopologyTestDriver driver = mode.driver(builder)) {
            in(driver, "in").pipeInput("k", "v", 50_000);
            driver.crashAndRecover();
            in(driver, "in").pipeInput("k", "v", 60_000);

            assertThat(partitionTimes).containsExactly(-1L, 50_000L);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldScheduleByStreamTimeAnewAfterACrash(Mode mode) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("ticks"), Serdes.String(), Serdes.String()));
        builder.<String, String>stream("in")
                .process(() -> new Ticking(PunctuationType.STREAM_TIME), "ticks")
                .to("out");
        try (TopologyTestDriver driver = mode.driver(builder)) {
            in(driver, "in").pipeInput("k", "v", 5_000);
            in(driver, "in").pipeInput("k", "v", 5_500);
            driver.crashAndRecover();
            in(driver, "in").pipeInput("k", "v", 5_600);
            in(driver, "in").pipeInput("k", "v", 6_000);

            assertThat(out(driver, "out").readValuesToList())
                    .as("a new schedule begins with a tick, as after any start")
                    .containsExactly("1 at 5000", "2 at 5600", "3 at 6000");
        }
    }

    // ---- state of operators ----

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldKeepWaitingRecordsOfOneKeyAndTimeApartOverACrash(Mode mode) {
        StreamsBuilder builder = new StreamsBuilder();
        var versions = builder.<String, String>table(
                "table",
                Materialized.<String, String>as(
                                Stores.persistentVersionedKeyValueStore("versions", Duration.ofMinutes(10)))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.String()));
        builder.<String, String>stream("in")
                .leftJoin(
                        versions,
                        (left, right) -> left + "," + right,
                        Joined.<String, String, String>as("join").withGracePeriod(SECOND))
                .to("out");
        try (TopologyTestDriver driver = mode.driver(builder)) {
            in(driver, "in").pipeInput("k", "first", 10);
            driver.crashAndRecover();
            in(driver, "in").pipeInput("k", "second", 10);

            in(driver, "in").pipeInput("other", "last", 5_000);

            assertThat(out(driver, "out").readValuesToList()).containsExactly("first,null", "second,null");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldKeepRecordsOfOneKeyAndTimeInAJoinApartOverACrash(Mode mode) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .join(
                        builder.<String, String>stream("other"),
                        (left, right) -> left + "," + right,
                        JoinWindows.ofTimeDifferenceWithNoGrace(SECOND))
                .to("out");
        try (TopologyTestDriver driver = mode.driver(builder)) {
            in(driver, "in").pipeInput("k", "first", 10);
            driver.crashAndRecover();
            in(driver, "in").pipeInput("k", "second", 10);
            driver.crashAndRecover();
            in(driver, "in").pipeInput("k", "third", 10);

            in(driver, "other").pipeInput("k", "right", 20);

            assertThat(out(driver, "out").readValuesToList())
                    .containsExactly("first,right", "second,right", "third,right");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldNotEmitAClosedWindowTwice(Mode mode) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(SECOND))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count(Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("windows")
                        .withRetention(Duration.ofHours(1)))
                .toStream((window, count) -> window.key() + window.window().start())
                .mapValues(String::valueOf)
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        try (TopologyTestDriver driver = mode.driver(builder)) {
            in(driver, "in").pipeInput("a", "v", 100);
            in(driver, "in").pipeInput("b", "v", 1_100);
            driver.crashAndRecover();
            driver.crashBeforeCommit();
            in(driver, "in").pipeInput("c", "v", 2_100);

            assertThat(out(driver, "out").readKeyValuesToList())
                    .containsExactly(KeyValue.pair("a0", "1"), KeyValue.pair("b1000", "1"));
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldFillGlobalStoresAnew(Mode mode) {
        StreamsBuilder builder = new StreamsBuilder();
        var users = builder.<String, String>globalTable("users", Materialized.as("users-store"));
        builder.<String, String>stream("in")
                .join(users, (key, value) -> key, (value, user) -> user + " " + value)
                .to("out");
        try (TopologyTestDriver driver = mode.driver(builder)) {
            in(driver, "users").pipeInput("k", "Ada");
            in(driver, "users").pipeInput("k", "Grace");

            driver.crashAndRecover();
            in(driver, "in").pipeInput("k", "hello");

            assertThat(out(driver, "out").readValue()).isEqualTo("Grace hello");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldRestoreATableFromTheTopicThatItReads(Mode mode) {
        Properties config = StringTopics.config();
        config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>table("in", Materialized.as("table")).toStream().to("out");
        TopologyTestDriver opened = new TopologyTestDriver(builder.build(config), config);
        try (TopologyTestDriver driver = mode == Mode.ONE_TASK ? opened : opened.separateTasks()) {
            in(driver, "in").pipeInput("a", "1");
            in(driver, "in").pipeInput("b", "2");

            driver.crashAndRecover();

            assertThat(driver.getKeyValueStore("table").get("a")).isEqualTo("1");
            assertThat(driver.getKeyValueStore("table").get("b")).isEqualTo("2");
            assertThat(out(driver, "out").readValuesToList()).containsExactly("1", "2");
        }
    }

    // ---- what the process loses ----

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldNotCloseProcessorsOfTheProcessThatDied(Mode mode) {
        List<String> events = new ArrayList<>();
        try (TopologyTestDriver driver = mode.driver(recording(events, new boolean[1]))) {
            driver.taskIds();
            events.clear();

            driver.crashAndRecover();

            assertThat(events).containsExactly("init");
        }
        assertThat(events).containsExactly("init", "close");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldLoseWhatIsNotInAChangelog(Mode mode) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("last"), Serdes.String(), Serdes.String())
                        .withLoggingDisabled());
        builder.<String, String>stream("in")
                .process(() -> new Recorder(new ArrayList<>(), new boolean[1]), "last")
                .to("out");
        try (TopologyTestDriver driver = mode.driver(builder)) {
            in(driver, "in").pipeInput("k", "a");
            driver.crashAndRecover();
            in(driver, "in").pipeInput("k", "b");

            assertThat(out(driver, "out").readValuesToList()).containsExactly("null>a", "null>b");
        }
    }

    @Test
    void shouldShowCommittedStateAfterAFailureOfSeparateTasks() {
        boolean[] fails = {false};
        try (TopologyTestDriver driver = Mode.SEPARATE_TASKS.driver(recording(new ArrayList<>(), fails))) {
            in(driver, "in").pipeInput("k", "a");
            fails[0] = true;
            assertThatThrownBy(() -> in(driver, "in").pipeInput("k", "b")).isInstanceOf(StreamsException.class);

            assertThat(driver.getKeyValueStore("last").get("k")).isEqualTo("a");
            assertThat(out(driver, "out").readValuesToList()).containsExactly("null>a");
        }
    }

    @Test
    void shouldShowWhatTheOneTaskDidUpToAFailure() {
        boolean[] fails = {true};
        try (TopologyTestDriver driver = Mode.ONE_TASK.driver(recording(new ArrayList<>(), fails))) {
            assertThatThrownBy(() -> in(driver, "in").pipeInput("k", "a")).isInstanceOf(StreamsException.class);

            assertThat(driver.getKeyValueStore("last").get("k")).isEqualTo("a");
            assertThat(out(driver, "out").isEmpty()).isTrue();
            fails[0] = false;
            in(driver, "in").pipeInput("k", "b");
            assertThat(out(driver, "out").readValuesToList()).containsExactly("null>a", "a>b");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void shouldGoOnOnceATopologyThatDidNotComeUpDoes(Mode mode) {
        boolean[] isBroken = {false};
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .process(() -> {
                    if (isBroken[0]) {
                        throw new IllegalStateException("cannot be made");
                    }
                    return new ContextualProcessorOf(ProcessorContext::forward);
                })
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        try (TopologyTestDriver driver = mode.driver(builder)) {
            in(driver, "in").pipeInput("k", "a");
            isBroken[0] = true;
            assertThatThrownBy(driver::crashAndRecover).hasStackTraceContaining("cannot be made");
            assertThatThrownBy(() -> in(driver, "in").pipeInput("k", "b"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("crashAndRecover()");
            isBroken[0] = false;

            driver.crashAndRecover();
            in(driver, "in").pipeInput("k", "c");

            assertThat(out(driver, "out").readKeyValuesToList())
                    .containsExactly(KeyValue.pair("k", "a"), KeyValue.pair("k", "c"));
        }
    }
}
