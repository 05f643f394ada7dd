package io.millrace.test;

import static io.millrace.test.StringTopics.in;
import static io.millrace.test.StringTopics.out;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.processor.StateStore;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.SessionStore;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.WindowStore;
import io.millrace.stores.BuiltInDslStoreSuppliers;
import io.millrace.topology.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever crashes: the output is, record for record, that of a run without crashes, and so are the stores. */
class CrashTest {

    private static final long STEP_MS = 1_000;
    private static final long LATENESS_MS = 3_000;
    private static final int STEPS = 30;

    /** Every crash opens databases, which takes its time. */
    private static final int STEPS_PER_CRASH = 5;

    /** When the application dies. */
    private enum Crash {
        NEVER,
        BETWEEN_RECORDS,
        BEFORE_COMMITS
    }

    /** How the topology runs. */
    private enum Mode {
        ONE_TASK,
        SEPARATE_TASKS
    }

    private record Input(String topic, String key, String value, long timestampMs) {}

    private record Outcome(List<String> output, Map<String, List<String>> stores) {}

    static Stream<Arguments> programs() {
        return CrashScenarios.all().keySet().stream()
                .flatMap(program -> Stream.of(Mode.values())
                        .flatMap(mode ->
                                Stream.of("RocksDB", "memory").map(stores -> Arguments.of(program, mode, stores))));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("programs")
    void shouldHaveTheEffectsOfARunWithoutCrashes(String program, Mode mode, String stores) {
        List<Input> inputs = inputs(program.hashCode());
        Outcome expected = run(program, inputs, mode, stores, Crash.NEVER);
        assertThat(expected.output()).hasSizeGreaterThan(5);

        Outcome betweenRecords = run(program, inputs, mode, stores, Crash.BETWEEN_RECORDS);
        Outcome beforeCommits = run(program, inputs, mode, stores, Crash.BEFORE_COMMITS);

        assertThat(betweenRecords.output()).containsExactlyElementsOf(expected.output());
        assertThat(betweenRecords.stores()).isEqualTo(expected.stores());
        assertThat(beforeCommits.output()).containsExactlyElementsOf(expected.output());
        assertThat(beforeCommits.stores()).isEqualTo(expected.stores());
    }

    private static Outcome run(String program, List<Input> inputs, Mode mode, String stores, Crash crash) {
        StreamsBuilder builder = new StreamsBuilder();
        CrashScenarios.all().get(program).accept(builder);
        Topology topology = builder.build();
        Properties config = StringTopics.config();
        if (stores.equals("memory")) {
            config.put(
                    StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                    BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        }
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, config, Instant.ofEpochMilli(1_000_000))) {
            if (mode == Mode.SEPARATE_TASKS) {
                driver.separateTasks();
            }
            boolean readsRight = topology.describe().toString().contains("[right]");
            int step = 0;
            for (Input input : inputs) {
                boolean crashes = step++ % STEPS_PER_CRASH == 0;
                if (crashes && crash == Crash.BEFORE_COMMITS) {
                    driver.crashBeforeCommit();
                }
                if (readsRight || input.topic().equals("left")) {
                    in(driver, input.topic()).pipeInput(input.key(), input.value(), input.timestampMs());
                }
                if (crashes && crash == Crash.BETWEEN_RECORDS) {
                    driver.crashAndRecover();
                }
            }
            Stream<String> output =
                    out(driver, "out").readRecordsToList().stream().map(TestRecord::toString);
            return new Outcome(
                    (CrashScenarios.hasVaryingOrder(program) ? output.sorted() : output).toList(), contents(driver));
        }
    }

    private static Map<String, List<String>> contents(TopologyTestDriver driver) {
        Map<String, List<String>> contents = new TreeMap<>();
        driver.getAllStateStores().forEach((name, store) -> contents.put(name, rows(store)));
        return contents;
    }

    private static List<String> rows(StateStore store) {
        List<String> rows = new ArrayList<>();
        if (store instanceof KeyValueStore<?, ?> keyValue) {
            addAll(rows, keyValue.all());
        } else if (store instanceof WindowStore<?, ?> windows) {
            addAll(rows, windows.all());
        } else if (store instanceof SessionStore<?, ?> sessions) {
            addAll(rows, sessions.fetch(null, null));
        }
        return rows;
    }

    private static void addAll(List<String> rows, KeyValueIterator<?, ?> scan) {
        try (scan) {
            scan.forEachRemaining(row -> rows.add(row.key + "=" + text(row.value)));
        }
    }

    private static String text(Object value) {
        Object plain = value instanceof ValueAndTimestamp<?> stamped ? stamped.value() : value;
        String shown = plain instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(plain);
        return value instanceof ValueAndTimestamp<?> stamped ? shown + "@" + stamped.timestamp() : shown;
    }

    /** Records out of order by less than any grace, a few tombstones, and one at the end that lets all windows close. */
    private static List<Input> inputs(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            String value = random.nextInt(8) == 0 ? null : "v" + random.nextInt(3);
            inputs.add(new Input(
                    random.nextInt(3) == 0 ? "right" : "left",
                    random.nextInt(4) == 0 ? "v" + random.nextInt(3) : "k" + random.nextInt(3),
                    value,
                    LATENESS_MS + i * STEP_MS - random.nextLong(LATENESS_MS)));
        }
        inputs.add(new Input("left", "last", "last", 1_000_000));
        inputs.add(new Input("right", "last", "last", 1_000_000));
        return inputs;
    }
}
