package io.millrace.simulation.task;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Deduplicated;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.JoinWindows;
import io.millrace.dsl.Joined;
import io.millrace.dsl.KGroupedStream;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.SlidingWindows;
import io.millrace.dsl.StreamJoined;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.Suppressed;
import io.millrace.dsl.Suppressed.BufferConfig;
import io.millrace.dsl.TimeWindows;
import io.millrace.processor.Cancellable;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Record;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.EmitStrategy;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.Properties;

/** A topology with one operator of each kind that keeps state. All topics carry strings. */
final class ManyOperators {

    private static final Serde<String> TEXT = Serdes.String();

    private final StreamsBuilder builder = new StreamsBuilder();
    private final KStream<String, String> left = builder.stream("left", Consumed.with(TEXT, TEXT));
    private final KStream<String, String> right = builder.stream("right", Consumed.with(TEXT, TEXT));
    private final KTable<String, String> table =
            builder.table("table", Consumed.with(TEXT, TEXT), Materialized.as("table-store"));
    private final KTable<String, String> other =
            builder.table("other", Consumed.with(TEXT, TEXT), Materialized.as("other-store"));

    private ManyOperators() {}

    static Topology topology(Properties config) {
        ManyOperators operators = new ManyOperators();
        operators.aggregate();
        operators.window();
        operators.joinStreams();
        operators.joinTables();
        operators.builder.addStateStore(Ticking.store());
        operators.left.process(Ticking.supplier(), "ticks-store");
        return operators.builder.build(config);
    }

    private static void sink(KStream<String, String> stream) {
        stream.to("out", Produced.with(TEXT, TEXT));
    }

    private static void sinkWindows(KTable<Windowed<String>, String> windows) {
        sink(windows.toStream().selectKey((key, value) -> key.toString()));
    }

    private void aggregate() {
        KGroupedStream<String, String> byValue =
                left.groupBy((key, value) -> "g" + value.length(), Grouped.with("by-length", TEXT, TEXT));
        sink(byValue.count().toStream().mapValues(String::valueOf));
        sink(byValue.reduce((aggregate, value) -> value).toStream());
        sink(left.groupByKey(Grouped.with(TEXT, TEXT))
                .count(Materialized.as(Stores.lruMap("lru", 3)))
                .toStream()
                .mapValues(String::valueOf));
        sink(left.groupByKey(Grouped.with(TEXT, TEXT))
                .<String>cogroup((key, value, aggregate) -> aggregate + value)
                .cogroup(right.groupByKey(Grouped.with(TEXT, TEXT)), (key, value, aggregate) -> value + aggregate)
                .aggregate(() -> "", Materialized.with(TEXT, TEXT))
                .toStream()
                .mapValues(value -> "" + value.length()));
        sink(table.groupBy(
                        (key, value) -> new io.millrace.record.KeyValue<>("g" + value.length(), value),
                        Grouped.with(TEXT, TEXT))
                .reduce((aggregate, value) -> value, (aggregate, value) -> aggregate)
                .toStream());
        sink(left.deduplicate(
                Deduplicated.<String>within(Duration.ofMillis(500)).withIdSerde(TEXT)));
    }

    private void window() {
        KGroupedStream<String, String> byKey = left.groupByKey(Grouped.with(TEXT, TEXT));
        TimeWindows hopping = TimeWindows.ofSizeAndGrace(Duration.ofMillis(100), Duration.ofMillis(50))
                .advanceBy(Duration.ofMillis(50));
        sinkWindows(byKey.windowedBy(hopping).reduce((aggregate, value) -> value));
        sinkWindows(byKey.windowedBy(hopping)
                .emitStrategy(EmitStrategy.onWindowClose())
                .reduce((a, value) -> value));
        sinkWindows(byKey.windowedBy(hopping)
                .reduce((a, value) -> value)
                .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded())));
        sinkWindows(
                byKey.windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(Duration.ofMillis(100), Duration.ofMillis(50)))
                        .reduce((aggregate, value) -> value));
        sinkWindows(
                byKey.windowedBy(SessionWindows.ofInactivityGapAndGrace(Duration.ofMillis(60), Duration.ofMillis(50)))
                        .reduce((aggregate, value) -> value));
        sinkWindows(
                byKey.windowedBy(SessionWindows.ofInactivityGapAndGrace(Duration.ofMillis(60), Duration.ofMillis(50)))
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .reduce((aggregate, value) -> value));
        sink(byKey.count(Materialized.as(Stores.inMemoryKeyValueStore("counted")))
                .suppress(Suppressed.untilTimeLimit(Duration.ofMillis(80), BufferConfig.maxRecords(3)))
                .toStream()
                .mapValues(String::valueOf));
    }

    private void joinStreams() {
        JoinWindows windows = JoinWindows.ofTimeDifferenceAndGrace(Duration.ofMillis(40), Duration.ofMillis(30));
        sink(left.join(right, String::concat, windows, StreamJoined.with(TEXT, TEXT, TEXT)));
        sink(left.leftJoin(right, (a, b) -> a + b, windows, StreamJoined.with(TEXT, TEXT, TEXT)));
        sink(left.outerJoin(right, (a, b) -> a + b, windows, StreamJoined.with(TEXT, TEXT, TEXT)));
    }

    private void joinTables() {
        sink(left.leftJoin(table, (a, b) -> a + b, Joined.with(TEXT, TEXT, TEXT)));
        sink(table.outerJoin(other, (a, b) -> a + b).toStream());
        sink(table.leftJoin(other, value -> "k" + value.length() % 5, (a, b) -> a + b, Materialized.with(TEXT, TEXT))
                .toStream());
        KTable<String, String> versioned = builder.table(
                "versioned",
                Consumed.with(TEXT, TEXT),
                Materialized.as(Stores.persistentVersionedKeyValueStore("versions", Duration.ofMillis(400))));
        sink(right.join(
                versioned,
                (a, b) -> a + b,
                Joined.<String, String, String>with(TEXT, TEXT, TEXT).withGracePeriod(Duration.ofMillis(50))));
        builder.<String, String>stream("rows", Consumed.with(TEXT, TEXT))
                .groupByKey(Grouped.with(TEXT, TEXT))
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(100)))
                .count(Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("windows-in-memory")
                        .withStoreType(io.millrace.stores.BuiltInDslStoreSuppliers.IN_MEMORY));
    }

    static Properties config() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
        config.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_OUTER_JOIN_SPURIOUS_RESULTS_FIX, 0L);
        config.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_WINDOWED_AGGREGATION, 0L);
        return config;
    }

    /** Keeps its ticks in a store, and sets up and cancels timers as records come. */
    private static final class Ticking implements Processor<String, String, String, String> {

        private ProcessorContext<String, String> context;
        private KeyValueStore<String, String> ticks;
        private Cancellable byStreamTime;

        static ProcessorSupplier<String, String, String, String> supplier() {
            return Ticking::new;
        }

        static StoreBuilder<KeyValueStore<String, String>> store() {
            return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("ticks-store"), TEXT, TEXT)
                    .withCachingEnabled();
        }

        @Override
        public void init(ProcessorContext<String, String> given) {
            context = given;
            ticks = given.getStateStore("ticks-store");
            byStreamTime = given.schedule(Duration.ofMillis(70), PunctuationType.STREAM_TIME, this::tick);
            given.schedule(Duration.ofMillis(30), PunctuationType.WALL_CLOCK_TIME, this::tick);
        }

        private void tick(long timeMs) {
            ticks.put("last", "" + timeMs);
        }

        @Override
        public void process(Record<String, String> record) {
            ticks.put(record.key(), record.value());
            if (record.value().length() % 4 == 0) {
                byStreamTime.cancel();
                ticks.delete("last");
            } else if (record.value().length() % 4 == 1) {
                context.schedule(Duration.ofMillis(200), PunctuationType.STREAM_TIME, this::tick);
            }
        }
    }
}
