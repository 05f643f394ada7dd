package io.millrace.simulation.process;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.GlobalKTable;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.JoinWindows;
import io.millrace.dsl.KGroupedStream;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.StreamJoined;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.Suppressed;
import io.millrace.dsl.TimeWindows;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.Windowed;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * The application that is killed, and its input: the numbers 0, 1, 2, ..., each with a key that follows from it. All that the application does with a number can be
 * said in a line of arithmetic, so that what it must have done is known without it.
 */
final class Workload {

    static final String INPUT = "in";
    /** The input, record for record, in order. */
    static final String PASSED = "passed";
    /** {@code count,sum} of the numbers of each group, by way of a repartition topic and a store on disk. */
    static final String SUMS = "sums";
    /** Number of each key in each window of time. */
    static final String WINDOWS = "windows";
    /** Largest number of each key, from a store in memory. */
    static final String LATEST = "latest";

    /** The windows that are over, once each. */
    static final String CLOSED = "closed";
    /** Number of each key in each session. */
    static final String SESSIONS = "sessions";
    /** Every two numbers of a key, also twice the same, that are close in time: {@code left+right}. */
    static final String PAIRS = "pairs";
    /** Each number with the name of its group, from a global table. */
    static final String NAMED = "named";
    /** The largest number of each key with the newest round of its group, {@code number/round}: a join by a foreign key. */
    static final String OWNERS = "owners";

    static final List<String> OUTPUTS = List.of(PASSED, SUMS, WINDOWS, LATEST, CLOSED, SESSIONS, PAIRS, NAMED, OWNERS);
    /** The topic of the global table. */
    static final String NAMES = "names";

    static final int PARTITIONS = 3;
    static final int GROUPS = 7;
    /** Of windows of time, in milliseconds. */
    static final long WINDOW_MS = 5_000;
    /** That numbers of a pair, or of a session, are apart at most, in milliseconds. */
    static final long CLOSE_MS = 2_000;

    private static final long ROUND = 50;
    private static final long START_MS = 1_700_000_000_000L;
    private static final long STEP_MS = 10;

    private final int keys;

    /**
     * @param keys number of different keys
     */
    Workload(int keys) {
        this.keys = keys;
    }

    String key(long number) {
        return "k" + Math.floorMod(number * 7_919, (long) keys);
    }

    static int partition(String key) {
        return Math.floorMod(key.hashCode(), PARTITIONS);
    }

    static String group(long number) {
        return "g" + number % GROUPS;
    }

    /** Whether a number begins a round of its group; seldom, since each goes to all keys of the group. */
    static boolean beginsRound(long number) {
        return number % ROUND == 0;
    }

    static String name(String group) {
        return "name-of-" + group;
    }

    static long timestampMs(long number) {
        return START_MS + number * STEP_MS;
    }

    static long windowStartMs(long number) {
        return Math.floorDiv(timestampMs(number), WINDOW_MS) * WINDOW_MS;
    }

    static String window(String key, long number) {
        return key + "@" + windowStartMs(number);
    }

    static String session(String key, long startMs, long endMs) {
        return key + "@" + startMs + "-" + endMs;
    }

    static String add(String countAndSum, long number) {
        int comma = countAndSum.indexOf(',');
        long count = Long.parseLong(countAndSum.substring(0, comma)) + 1;
        long sum = Long.parseLong(countAndSum.substring(comma + 1)) + number;
        return count + "," + sum;
    }

    /**
     * @param firstSeen is called with each number that is processed, also again after a crash
     */
    static Topology topology(LongConsumer firstSeen) {
        Serde<String> text = Serdes.String();
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, Long> numbers = builder.stream(INPUT, Consumed.with(text, Serdes.Long()))
                .peek((key, number) -> firstSeen.accept(number));
        numbers.to(
                PASSED,
                Produced.with(
                        text,
                        Serdes.Long(),
                        (topic, key, value, count) -> Optional.of(Set.of(partition(Objects.requireNonNull(key))))));
        numbers.groupBy((key, number) -> group(number), Grouped.with(text, Serdes.Long()))
                .aggregate(
                        () -> "0,0",
                        (group, number, sum) -> add(sum, number),
                        Materialized.<String, String>as(Stores.persistentTimestampedKeyValueStore(SUMS))
                                .withKeySerde(text)
                                .withValueSerde(text))
                .toStream()
                .to(SUMS, Produced.with(text, text));
        KGroupedStream<String, Long> byKey = numbers.groupByKey(Grouped.with(text, Serdes.Long()));
        windows(byKey, text);
        KTable<String, Long> latest = byKey.reduce(
                Math::max,
                Materialized.<String, Long>as(Stores.inMemoryKeyValueStore(LATEST))
                        .withKeySerde(text)
                        .withValueSerde(Serdes.Long()));
        latest.toStream().to(LATEST, Produced.with(text, Serdes.Long()));
        KTable<String, Long> rounds = numbers.filter((key, number) -> beginsRound(number))
                .groupBy((key, number) -> group(number), Grouped.with(text, Serdes.Long()))
                .reduce(Math::max, Materialized.with(text, Serdes.Long()));
        latest.join(rounds, Workload::group, (number, round) -> number + "/" + round)
                .toStream()
                .to(OWNERS, Produced.with(text, text));
        numbers.join(
                        numbers,
                        (left, right) -> left + "+" + right,
                        JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(CLOSE_MS)),
                        StreamJoined.with(text, Serdes.Long(), Serdes.Long()))
                .to(PAIRS, Produced.with(text, text));
        GlobalKTable<String, String> names = builder.globalTable(NAMES, Consumed.with(text, text));
        numbers.join(names, (key, number) -> group(number), (number, name) -> number + ":" + name)
                .to(NAMED, Produced.with(text, text));
        return builder.build();
    }

    private static void windows(KGroupedStream<String, Long> byKey, Serde<String> text) {
        KTable<Windowed<String>, Long> windows = byKey.windowedBy(
                        TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(WINDOW_MS)))
                .count(Materialized.as(WINDOWS));
        windows.toStream((window, count) -> window.key() + "@" + window.window().start())
                .to(WINDOWS, Produced.with(text, Serdes.Long()));
        windows.suppress(Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded()))
                .toStream(
                        (window, count) -> window.key() + "@" + window.window().start())
                .to(CLOSED, Produced.with(text, Serdes.Long()));
        byKey.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMillis(CLOSE_MS)))
                .count(Materialized.as(SESSIONS))
                .toStream((window, count) -> session(
                        window.key(), window.window().start(), window.window().end()))
                .to(SESSIONS, Produced.with(text, Serdes.Long()));
    }
}
