package io.millrace.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.Suppressed;
import io.millrace.dsl.Suppressed.BufferConfig;
import io.millrace.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.processor.Cancellable;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Record;
import io.millrace.serialization.LongSerializer;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringSerializer;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionWindow;
import io.millrace.state.StoreBuilder;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A record that is skipped after its processor has failed leaves nothing behind: all comes out as if the processor had never got it. */
class SkippedRecordTest {

    private static final int STEPS = 12;

    /** What happens to failing steps. */
    private enum Failing {
        SENT,
        LEFT_OUT
    }

    /** Cuts one record into many, in one transaction, some of which make the next processor fail. */
    private record Cutter(Failing failing) implements ProcessorSupplier<String, Long, String, Long> {

        @Override
        public Processor<String, Long, String, Long> get() {
            return new Processor<>() {
                private ProcessorContext<String, Long> context;

                @Override
                public void init(ProcessorContext<String, Long> given) {
                    context = given;
                }

                @Override
                public void process(Record<String, Long> record) {
                    SplittableRandom random = new SplittableRandom(record.value());
                    for (int i = 0; i < STEPS; i++) {
                        long seed = random.nextLong(1 << 30);
                        boolean fails = random.nextInt(3) == 0;
                        if (!fails || failing == Failing.SENT) {
                            context.forward(record.withValue(fails ? -seed - 1 : seed)
                                    .withKey("k")
                                    .withTimestamp(record.timestamp() + i));
                        }
                    }
                }
            };
        }
    }

    /** Changes many stores, forwards and schedules; then fails if the value is negative. */
    private static final class Changer implements Processor<String, Long, String, Long> {

        private ProcessorContext<String, Long> context;
        private KeyValueStore<String, Long> plain;
        private KeyValueStore<String, Long> cached;
        private KeyValueStore<String, Long> lru;
        private WindowStore<String, Long> windows;
        private WindowStore<String, Long> duplicates;
        private SessionStore<String, Long> sessions;
        private VersionedKeyValueStore<String, Long> versions;
        private Cancellable steady;

        @Override
        public void init(ProcessorContext<String, Long> given) {
            context = given;
            plain = given.getStateStore("plain");
            cached = given.getStateStore("cached");
            lru = given.getStateStore("lru");
            windows = given.getStateStore("windows");
            duplicates = given.getStateStore("duplicates");
            sessions = given.getStateStore("sessions");
            versions = given.getStateStore("versions");
            steady = schedule(10);
        }

        @Override
        public void process(Record<String, Long> record) {
            boolean fails = record.value() < 0;
            SplittableRandom random = new SplittableRandom(fails ? -record.value() - 1 : record.value());
            int changes = 1 + random.nextInt(6);
            for (int i = 0; i < changes; i++) {
                change(record, random);
            }
            if (fails) {
                throw new IllegalStateException("on purpose");
            }
        }

        private void change(Record<String, Long> record, SplittableRandom random) {
            String key = "key-" + random.nextInt(5);
            Long value = random.nextInt(4) == 0 ? null : random.nextLong(100);
            long time = record.timestamp() + random.nextLong(200) - 100;
            switch (random.nextInt(10)) {
                case 0 -> plain.put(key, value);
                case 1 -> cached.put(key, value);
                case 2 -> lru.put(key, value);
                case 3 -> windows.put(key, value, Math.max(0, time));
                case 4 -> duplicates.put(key, 7L, Math.max(0, time));
                case 5 ->
                    sessions.put(
                            new Windowed<>(key, new SessionWindow(Math.max(0, time), Math.max(0, time) + 5)), value);
                case 6 -> versions.put(key, value, Math.max(0, time));
                case 7 -> context.forward(record.withKey(key).withValue(value));
                case 8 -> plain.putIfAbsent(key, value == null ? 1L : value);
                default -> {
                    if (random.nextInt(20) == 0) {
                        steady.cancel();
                    } else {
                        schedule(20 + random.nextInt(300));
                    }
                }
            }
        }

        private Cancellable schedule(int intervalMs) {
            return context.schedule(
                    Duration.ofMillis(intervalMs),
                    PunctuationType.STREAM_TIME,
                    ms -> context.forward(new Record<>("tick " + intervalMs, ms, ms)));
        }
    }

    private static List<StoreBuilder<?>> stores() {
        return List.of(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("plain"), Serdes.String(), Serdes.Long()),
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("cached"), Serdes.String(), Serdes.Long())
                        .withCachingEnabled(),
                Stores.keyValueStoreBuilder(Stores.lruMap("lru", 3), Serdes.String(), Serdes.Long()),
                Stores.windowStoreBuilder(
                        Stores.persistentWindowStore("windows", Duration.ofMillis(300), Duration.ofMillis(10), false),
                        Serdes.String(),
                        Serdes.Long()),
                Stores.windowStoreBuilder(
                        Stores.inMemoryWindowStore("duplicates", Duration.ofMillis(300), Duration.ofMillis(10), true),
                        Serdes.String(),
                        Serdes.Long()),
                Stores.sessionStoreBuilder(
                        Stores.inMemorySessionStore("sessions", Duration.ofMillis(300)),
                        Serdes.String(),
                        Serdes.Long()),
                Stores.versionedKeyValueStoreBuilder(
                        Stores.persistentVersionedKeyValueStore("versions", Duration.ofMillis(300)),
                        Serdes.String(),
                        Serdes.Long()));
    }

    private static Topology manyStores(Failing failing) {
        Topology topology = new Topology();
        topology.addSource(
                "source", Serdes.String().deserializer(), Serdes.Long().deserializer(), "in");
        topology.addProcessor("cut", new Cutter(failing), "source");
        topology.addProcessor("change", Changer::new, "cut");
        for (StoreBuilder<?> store : stores()) {
            topology.addStateStore(store, "change");
        }
        topology.addSink(
                "sink", "out", Serdes.String().serializer(), Serdes.Long().serializer(), "change");
        return topology;
    }

    /** Everything that was written to any topic, and what is in the stores. */
    private static Map<String, List<String>> run(Topology topology, long seed, int cacheBytes) {
        Properties config = new Properties();
        config.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cacheBytes);
        Map<String, List<String>> seen = new TreeMap<>();
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, config)) {
            SplittableRandom random = new SplittableRandom(seed);
            TestInputTopic<String, Long> in =
                    driver.createInputTopic("in", new StringSerializer(), new LongSerializer());
            long time = 1_000;
            for (int i = 0; i < 20; i++) {
                time += random.nextLong(150);
                in.pipeInput("r", random.nextLong(1 << 30), time);
            }
            for (String topic : driver.producedTopicNames()) {
                List<String> records = new ArrayList<>();
                driver.createOutputTopic(
                                topic,
                                Serdes.ByteArray().deserializer(),
                                Serdes.ByteArray().deserializer())
                        .readRecordsToList()
                        .forEach(record -> records.add(record.timestamp() + " "
                                + Arrays.toString(record.key()) + " "
                                + Arrays.toString(record.value()) + " " + record.headers()));
                seen.put(topic, records);
            }
            driver.getAllStateStores().keySet().forEach(name -> {
                KeyValueStore<Object, Object> store = driver.getKeyValueStore(name);
                if (store != null) {
                    List<String> rows = new ArrayList<>();
                    try (KeyValueIterator<Object, Object> all = store.all()) {
                        all.forEachRemaining(row -> rows.add(row.toString()));
                    }
                    seen.put("store " + name, rows);
                }
            });
        }
        return seen;
    }

    private static void assertSame(Map<String, List<String>> skipped, Map<String, List<String>> leftOut, long seed) {
        leftOut.forEach((what, records) ->
                assertThat(skipped.get(what)).as("%s with seed %d", what, seed).isEqualTo(records));
        assertThat(skipped.keySet()).as("seed %d", seed).isEqualTo(leftOut.keySet());
    }

    @Test
    void shouldLeaveNothingInAnyStoreNorInOutputsNorInTimers() {
        for (long seed = 1; seed <= 60; seed++) {
            int cacheBytes = seed % 2 == 0 ? 10_000 : 400;
            Map<String, List<String>> skipped = run(manyStores(Failing.SENT), seed, cacheBytes);

            assertSame(skipped, run(manyStores(Failing.LEFT_OUT), seed, cacheBytes), seed);
            assertThat(skipped.get("out")).as("outputs with seed %d", seed).isNotEmpty();
        }
    }

    /** A table behind a node whose failure is to take it back: the peek of the skipped record fails after the table has changed. */
    private static Topology counts(Failing failing) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.Long()))
                .process(new Cutter(failing))
                .process(FailsAfterForward::new)
                .groupBy((key, value) -> "k" + value % 4, Grouped.with(Serdes.String(), Serdes.Long()))
                .count(Materialized.as("counts"))
                .toStream()
                .to("out", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    /** Forwards what it gets, then fails if it was negative. */
    private static final class FailsAfterForward implements Processor<String, Long, String, Long> {

        private ProcessorContext<String, Long> context;

        @Override
        public void init(ProcessorContext<String, Long> given) {
            context = given;
        }

        @Override
        public void process(Record<String, Long> record) {
            boolean fails = record.value() < 0;
            context.forward(record.withValue(fails ? -record.value() - 1 : record.value())
                    .withKey("k" + (fails ? -record.value() - 1 : record.value()) % 4));
            if (fails) {
                throw new IllegalStateException("on purpose");
            }
        }
    }

    @Test
    void shouldTakeRepartitionedRecordsBack() {
        for (long seed = 1; seed <= 20; seed++) {
            assertSame(run(counts(Failing.SENT), seed, 0), run(counts(Failing.LEFT_OUT), seed, 0), seed);
        }
    }

    private static Topology suppressed(Failing failing) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.Long()))
                .process(new Cutter(failing))
                .process(FailsAfterForward::new)
                .toTable(Materialized.<String, Long>as(Stores.inMemoryKeyValueStore("table"))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.Long()))
                .suppress(Suppressed.untilTimeLimit(Duration.ofMillis(50), BufferConfig.maxRecords(3)))
                .toStream()
                .to("out", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    @Test
    void shouldTakeRowsBackThatWaitInASuppression() {
        for (long seed = 1; seed <= 20; seed++) {
            int cacheBytes = seed % 2 == 0 ? 0 : 400;
            Map<String, List<String>> skipped = run(suppressed(Failing.SENT), seed, cacheBytes);

            assertSame(skipped, run(suppressed(Failing.LEFT_OUT), seed, cacheBytes), seed);
            assertThat(skipped.keySet()).contains("out");
        }
    }

    /** Its punctuation changes the store and forwards, and then fails once. */
    private static final class FailsInPunctuation implements Processor<String, Long, String, Long> {

        private KeyValueStore<String, Long> store;
        private int failuresLeft = 1;

        @Override
        public void init(ProcessorContext<String, Long> context) {
            store = context.getStateStore("plain");
            context.schedule(Duration.ofMillis(100), PunctuationType.STREAM_TIME, ms -> {
                store.put("tick " + ms, ms);
                context.forward(new Record<>("tick", ms, ms));
                if (failuresLeft-- > 0) {
                    throw new IllegalStateException("on purpose");
                }
            });
        }

        @Override
        public void process(Record<String, Long> record) {
            store.put(record.key(), record.value());
        }
    }

    @Test
    void shouldTakeBackWhatAPunctuationDidBeforeItFailed() {
        Topology topology = new Topology();
        topology.addSource(
                "source", Serdes.String().deserializer(), Serdes.Long().deserializer(), "in");
        topology.addProcessor("change", FailsInPunctuation::new, "source");
        topology.addStateStore(stores().get(0), "change");
        topology.addSink(
                "sink", "out", Serdes.String().serializer(), Serdes.Long().serializer(), "change");
        Properties config = new Properties();
        config.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);

        try (TopologyTestDriver driver = new TopologyTestDriver(topology, config)) {
            TestInputTopic<String, Long> in =
                    driver.createInputTopic("in", new StringSerializer(), new LongSerializer());
            in.pipeInput("a", 1L, 100);
            in.pipeInput("b", 2L, 200);

            KeyValueStore<String, Long> store = driver.getKeyValueStore("plain");
            assertThat(store.get("tick 100")).isNull();
            assertThat(store.get("tick 200")).isEqualTo(200);
            assertThat(store.get("a")).isEqualTo(1);
            assertThat(driver.createOutputTopic(
                                    "out",
                                    Serdes.String().deserializer(),
                                    Serdes.Long().deserializer())
                            .readValuesToList())
                    .containsExactly(200L);
        }
    }
}
