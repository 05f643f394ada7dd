package io.millrace.simulation.process;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.KStream;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
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

    static final List<String> OUTPUTS = List.of(PASSED, SUMS, WINDOWS, LATEST);
    static final int PARTITIONS = 3;

    private static final int GROUPS = 7;
    private static final long START_MS = 1_700_000_000_000L;
    private static final long STEP_MS = 10;
    private static final long WINDOW_MS = 5_000;

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

    static long timestampMs(long number) {
        return START_MS + number * STEP_MS;
    }

    static String window(String key, long number) {
        return key + "@" + Math.floorDiv(timestampMs(number), WINDOW_MS) * WINDOW_MS;
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
        numbers.groupByKey(Grouped.with(text, Serdes.Long()))
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(WINDOW_MS)))
                .count(Materialized.as(WINDOWS))
                .toStream((Windowed<String> window, Long count) ->
                        window.key() + "@" + window.window().start())
                .to(WINDOWS, Produced.with(text, Serdes.Long()));
        numbers.groupByKey(Grouped.with(text, Serdes.Long()))
                .reduce(
                        Math::max,
                        Materialized.<String, Long>as(Stores.inMemoryKeyValueStore(LATEST))
                                .withKeySerde(text)
                                .withValueSerde(Serdes.Long()))
                .toStream()
                .to(LATEST, Produced.with(text, Serdes.Long()));
        return builder.build();
    }
}
