package io.millrace.test;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.Deduplicated;
import io.millrace.dsl.JoinWindows;
import io.millrace.dsl.Joined;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.SlidingWindows;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.Suppressed;
import io.millrace.dsl.Suppressed.BufferConfig;
import io.millrace.dsl.TimeWindows;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serdes;
import io.millrace.state.EmitStrategy;
import io.millrace.state.KeyValueStore;
import io.millrace.state.SessionStore;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import io.millrace.stores.Stores;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Programs that keep state of each kind. All read {@code left}, some also {@code right}, and write {@code out}. */
final class CrashScenarios {

    private static final Duration SIZE = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(4);

    private CrashScenarios() {}

    static Map<String, Consumer<StreamsBuilder>> all() {
        Map<String, Consumer<StreamsBuilder>> all = new TreeMap<>();
        all.put(
                "count",
                b -> text(left(b).groupByKey().count(Materialized.as("store")).toStream()));
        all.put(
                "count by another key",
                b -> text(left(b).groupBy((key, value) -> value)
                        .count(Materialized.as("store"))
                        .toStream()));
        all.put(
                "reduce of a table",
                b -> b.<String, String>table("left", Materialized.as("table"))
                        .groupBy(io.millrace.record.KeyValue::pair)
                        .aggregate(
                                () -> "",
                                (key, value, all2) -> all2 + "+" + value,
                                (key, value, all2) -> all2 + "-" + value,
                                Materialized.as("store"))
                        .toStream()
                        .to("out"));
        all.put(
                "deduplication by key",
                b -> left(b).deduplicate(SIZE).to("out", Produced.with(Serdes.String(), Serdes.String())));
        all.put(
                "deduplication by value",
                b -> left(b).deduplicate(
                                value -> value,
                                Deduplicated.<String>within(SIZE)
                                        .withGrace(GRACE)
                                        .withIdSerde(Serdes.String()))
                        .to("out", Produced.with(Serdes.String(), Serdes.String())));
        all.put(
                "tumbling windows",
                b -> windowed(left(b).groupByKey()
                        .windowedBy(TimeWindows.ofSizeAndGrace(SIZE, GRACE))
                        .count(windows())));
        all.put(
                "hopping windows",
                b -> windowed(left(b).groupByKey()
                        .windowedBy(TimeWindows.ofSizeAndGrace(SIZE, GRACE).advanceBy(Duration.ofSeconds(3)))
                        .count(windows())));
        all.put(
                "sliding windows",
                b -> windowed(left(b).groupByKey()
                        .windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(SIZE, GRACE))
                        .count(windows())));
        all.put(
                "sessions",
                b -> windowed(left(b).groupByKey()
                        .windowedBy(SessionWindows.ofInactivityGapAndGrace(Duration.ofSeconds(2), GRACE))
                        .count(sessions())));
        all.put(
                "tumbling windows on close",
                b -> windowed(left(b).groupByKey()
                        .windowedBy(TimeWindows.ofSizeAndGrace(SIZE, GRACE))
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .count(windows())));
        all.put(
                "sliding windows on close",
                b -> windowed(left(b).groupByKey()
                        .windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(SIZE, GRACE))
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .count(windows())));
        all.put(
                "sessions on close",
                b -> windowed(left(b).groupByKey()
                        .windowedBy(SessionWindows.ofInactivityGapAndGrace(Duration.ofSeconds(2), GRACE))
                        .emitStrategy(EmitStrategy.onWindowClose())
                        .count(sessions())));
        all.put(
                "suppress until windows close",
                b -> windowed(left(b).groupByKey()
                        .windowedBy(TimeWindows.ofSizeAndGrace(SIZE, GRACE))
                        .count(windows())
                        .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))));
        all.put(
                "suppress for some time",
                b -> text(left(b).groupByKey()
                        .count(Materialized.as("store"))
                        .suppress(Suppressed.untilTimeLimit(Duration.ofSeconds(5), BufferConfig.unbounded()))
                        .toStream()));
        all.put(
                "suppress with a small buffer",
                b -> text(left(b).groupByKey()
                        .count(Materialized.as("store"))
                        .suppress(Suppressed.untilTimeLimit(Duration.ofMinutes(5), BufferConfig.maxRecords(1)))
                        .toStream()));
        all.put(
                "inner join of streams",
                b -> left(b).join(right(b), (l, r) -> l + "," + r, JoinWindows.ofTimeDifferenceAndGrace(GRACE, GRACE))
                        .to("out"));
        all.put(
                "left join of streams",
                b -> left(b).leftJoin(
                                right(b), (l, r) -> l + "," + r, JoinWindows.ofTimeDifferenceAndGrace(GRACE, GRACE))
                        .to("out"));
        all.put(
                "outer join of streams",
                b -> left(b).outerJoin(
                                right(b), (l, r) -> l + "," + r, JoinWindows.ofTimeDifferenceAndGrace(GRACE, GRACE))
                        .to("out"));
        all.put(
                "join of a stream with a table",
                b -> left(b).leftJoin(b.<String, String>table("right"), (l, r) -> l + "," + r)
                        .to("out"));
        all.put(
                "join of a stream with versions of a table, after a grace",
                b -> left(b).leftJoin(
                                b.<String, String>table(
                                        "right",
                                        Materialized.<String, String>as(Stores.persistentVersionedKeyValueStore(
                                                        "versions", Duration.ofMinutes(10)))
                                                .withKeySerde(Serdes.String())
                                                .withValueSerde(Serdes.String())),
                                (l, r) -> l + "," + r,
                                Joined.<String, String, String>as("late").withGracePeriod(GRACE))
                        .to("out"));
        all.put("outer join of tables", b -> {
            KTable<String, String> right = b.table("right");
            b.<String, String>table("left")
                    .outerJoin(right, (l, r) -> l + "," + r, Materialized.as("store"))
                    .toStream()
                    .to("out");
        });
        all.put("join of tables by foreign key", b -> {
            KTable<String, String> right = b.table("right");
            b.<String, String>table("left")
                    .leftJoin(
                            right,
                            value -> value,
                            (l, r) -> l + "," + r,
                            Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("store")
                                    .withKeySerde(Serdes.String())
                                    .withValueSerde(Serdes.String()))
                    .toStream()
                    .to("out");
        });
        all.put(
                "cogroup",
                b -> left(b).groupByKey()
                        .<String>cogroup((key, value, all2) -> all2 + "l" + value)
                        .cogroup(right(b).groupByKey(), (key, value, all2) -> all2 + "r" + value)
                        .aggregate(() -> "", Materialized.as("store"))
                        .toStream()
                        .to("out"));
        all.put("a processor that numbers records", b -> {
            b.addStateStore(Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore("numbers"), Serdes.String(), Serdes.String()));
            left(b).process(
                            () -> new ContextualProcessorOf((context, record) -> {
                                KeyValueStore<String, String> numbers = context.getStateStore("numbers");
                                String last = numbers.get(record.key());
                                String next = Integer.toString(last == null ? 1 : Integer.parseInt(last) + 1);
                                numbers.put(record.key(), next);
                                context.forward(record.withValue(record.value() + " " + next));
                            }),
                            "numbers")
                    .to("out");
        });
        return all;
    }

    /**
     * Whether results come in another order after a restart: when a join looks for records whose time is up depends on hints that are not in stores, as in Kafka Streams.
     */
    static boolean hasVaryingOrder(String program) {
        return program.equals("left join of streams") || program.equals("outer join of streams");
    }

    private static KStream<String, String> left(StreamsBuilder builder) {
        return builder.stream("left", Consumed.with(Serdes.String(), Serdes.String()));
    }

    private static KStream<String, String> right(StreamsBuilder builder) {
        return builder.stream("right", Consumed.with(Serdes.String(), Serdes.String()));
    }

    /** Kept so long that no row expires: what expires when is not the same after a restart. */
    private static Materialized<String, Long, WindowStore<Bytes, byte[]>> windows() {
        return Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("store")
                .withRetention(Duration.ofHours(1));
    }

    private static Materialized<String, Long, SessionStore<Bytes, byte[]>> sessions() {
        return Materialized.<String, Long, SessionStore<Bytes, byte[]>>as("store")
                .withRetention(Duration.ofHours(1));
    }

    private static void text(KStream<String, Long> counts) {
        counts.mapValues(String::valueOf).to("out", Produced.with(Serdes.String(), Serdes.String()));
    }

    private static void windowed(KTable<Windowed<String>, Long> counts) {
        counts.toStream((window, count) -> window.key() + "@" + window.window().start() + "-"
                        + window.window().end())
                .mapValues(String::valueOf)
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
    }
}
