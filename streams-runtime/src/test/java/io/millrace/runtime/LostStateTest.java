package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.DefaultProductionExceptionHandler;
import io.millrace.errors.ErrorHandlerContext;
import io.millrace.errors.ProcessorStateException;
import io.millrace.errors.ProductionExceptionHandler;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.log.Isolation;
import io.millrace.log.TopicSpec;
import io.millrace.processor.StateRestoreListener;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores whose files are damaged or whose changelogs are gone, and records that do not fit. */
class LostStateTest {

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicLong restored = new AtomicLong();
    private volatile Runnable stopsRestore = () -> {};

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private static Topology counts() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey()
                .count(Materialized.<String, Long>as(Stores.persistentKeyValueStore("counts"))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.Long()))
                .toStream()
                .mapValues(count -> Long.toString(count))
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private StreamsRuntime start(Topology topology, Map<String, Object> settings) {
        return start(topology, settings, new AtomicReference<>());
    }

    private StreamsRuntime start(
            Topology topology, Map<String, Object> settings, AtomicReference<StreamsRuntime> started) {
        Properties config = Words.config(directory);
        config.putAll(settings);
        StreamsRuntime runtime = new StreamsRuntime(topology, config, broker);
        started.set(runtime);
        runtime.setUncaughtExceptionHandler(e -> {
            failure.set(e);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        runtime.setGlobalStateRestoreListener(new StateRestoreListener() {
            @Override
            public void onRestoreStart(TopicPartition changelog, String store, long start, long end) {}

            @Override
            public void onBatchRestored(TopicPartition changelog, String store, long last, long count) {
                restored.addAndGet(count);
                stopsRestore.run();
            }

            @Override
            public void onRestoreEnd(TopicPartition changelog, String store, long total) {}
        });
        runtime.start();
        return runtime;
    }

    private void countOnce(int keys) {
        try (StreamsRuntime runtime = start(counts(), Map.of())) {
            Words.awaitState(runtime, State.RUNNING);
            String[] records = new String[2 * keys];
            for (int i = 0; i < keys; i++) {
                records[2 * i] = "key-" + i;
                records[2 * i + 1] = "x";
            }
            Words.send(broker, "in", records);
            await().atMost(Words.PATIENCE)
                    .until(() -> broker.topics().describe("out").isPresent()
                            && broker.topics().endOffset(new TopicPartition("out", 0), Isolation.READ_COMMITTED)
                                    >= keys);
        }
        assertThat(failure).hasNullValue();
    }

    private List<Path> tables() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".sst")).toList();
        }
    }

    private static void overwrite(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long length = bytes.length();
            for (long at = 0; at < length; at++) {
                bytes.seek(at);
                int old = bytes.read();
                bytes.seek(at);
                bytes.write(old ^ 0x5a);
            }
        }
    }

    private static String state(StreamsRuntime runtime, String key) {
        return String.valueOf(runtime.store(StoreQueryParameters.fromNameAndType(
                        "counts", QueryableStoreTypes.<String, Long>keyValueStore()))
                .get(key));
    }

    @Test
    void shouldSetDamagedStoreFilesAsideAndBuildTheStoreAnew() throws IOException {
        broker.createTopic("in", 1);
        countOnce(500);
        assertThat(tables()).isNotEmpty();
        for (Path table : tables()) {
            overwrite(table);
        }
        restored.set(0);

        try (StreamsRuntime runtime = start(counts(), Map.of())) {
            Words.awaitState(runtime, State.RUNNING);
            Words.send(broker, "in", "key-7", "x");

            await().atMost(Words.PATIENCE).until(() -> state(runtime, "key-7").equals("2"));
            assertThat(restored).hasValue(500);
        }
        assertThat(failure).hasNullValue();
        assertThat(directory.resolve("app").resolve("0_0").resolve("stores.damaged-1"))
                .isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MANIFEST-", "CURRENT", ".sst"})
    void shouldBuildTheStoreAnewOfWhichAFileIsMissing(String kind) throws IOException {
        broker.createTopic("in", 1);
        countOnce(500);
        Path stores = tables().get(0).getParent();
        try (Stream<Path> files = Files.list(stores)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().contains(kind)) {
                    Files.delete(file);
                }
            }
        }

        try (StreamsRuntime runtime = start(counts(), Map.of())) {
            Words.awaitState(runtime, State.RUNNING);
            Words.send(broker, "in", "key-7", "x");

            await().atMost(Words.PATIENCE).until(() -> state(runtime, "key-7").equals("2"));
        }
        assertThat(failure).hasNullValue();
    }

    @Test
    void shouldSetStoresAsideThatAreFoundToBeDamagedWhileTheyAreRead() throws IOException {
        broker.createTopic("in", 1);
        countOnce(500);
        long biggest = 0;
        Path chosen = null;
        for (Path table : tables()) {
            if (Files.size(table) > biggest) {
                biggest = Files.size(table);
                chosen = table;
            }
        }
        try (RandomAccessFile bytes = new RandomAccessFile(chosen.toFile(), "rw")) {
            // In a data block; footer and index stay, so that the database opens.
            bytes.seek(100);
            bytes.write(new byte[50]);
        }
        restored.set(0);

        try (StreamsRuntime runtime = start(counts(), Map.of())) {
            Words.awaitState(runtime, State.RUNNING);
            String[] again = new String[1_000];
            for (int i = 0; i < 500; i++) {
                again[2 * i] = "key-" + i;
                again[2 * i + 1] = "x";
            }
            Words.send(broker, "in", again);

            await().atMost(Words.PATIENCE).ignoreExceptions().untilAsserted(() -> {
                for (int i = 0; i < 500; i++) {
                    assertThat(state(runtime, "key-" + i)).as("key-" + i).isEqualTo("2");
                }
            });
            assertThat(restored).hasValue(500);
        }
        assertThat(failure).hasNullValue();
        assertThat(directory.resolve("app").resolve("0_0").resolve("stores.damaged-1"))
                .isDirectory();
    }

    @Test
    void shouldStopAndExplainWhenTheChangelogIsGoneAndKeepTheState() throws IOException {
        broker.createTopic("in", 1);
        countOnce(20);
        List<Path> before = tables();
        broker.topics().delete("app-counts-changelog");

        try (StreamsRuntime runtime = start(counts(), Map.of())) {
            Words.awaitState(runtime, State.ERROR);
        }

        assertThat(failure.get())
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("app-counts-changelog")
                .hasMessageContaining("may be the only copy");
        assertThat(tables()).isEqualTo(before);
    }

    private static Topology latest() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey()
                .reduce(
                        (old, latest) -> latest,
                        Materialized.<String, String>as(Stores.persistentKeyValueStore("latest"))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.String()));
        return builder.build();
    }

    @Test
    void shouldGoOnWithARestoreThatWasInterrupted() {
        int keys = 6_000;
        broker.createTopic("in", 1);
        String value = "v".repeat(2_000);
        String[] records = new String[2 * keys];
        for (int i = 0; i < keys; i++) {
            records[2 * i] = "key-" + i;
            records[2 * i + 1] = value;
        }
        try (StreamsRuntime runtime = start(latest(), Map.of())) {
            Words.awaitState(runtime, State.RUNNING);
            Words.send(broker, "in", records);
            TopicPartition in = new TopicPartition("in", 0);
            await().atMost(Words.PATIENCE)
                    .until(() -> broker.topics().committed("app", List.of(in)).containsKey(in)
                            && broker.topics()
                                            .committed("app", List.of(in))
                                            .get(in)
                                            .offset()
                                    >= keys);
        }
        Path empty = directory.resolve("empty");
        AtomicReference<StreamsRuntime> interrupted = new AtomicReference<>();
        restored.set(0);
        stopsRestore = () -> interrupted.get().close(Duration.ZERO);
        try (StreamsRuntime runtime =
                start(latest(), Map.of(StreamsConfig.STATE_DIR_CONFIG, empty.toString()), interrupted)) {
            Words.awaitState(runtime, State.NOT_RUNNING);
        }
        long before = restored.get();
        stopsRestore = () -> {};
        assertThat(before).isBetween(1L, keys - 1L);

        try (StreamsRuntime runtime =
                start(latest(), Map.of(StreamsConfig.STATE_DIR_CONFIG, empty.toString()), interrupted)) {
            Words.awaitState(runtime, State.RUNNING);
            assertThat(runtime.metrics().entrySet()).anySatisfy(metric -> {
                assertThat(metric.getKey().name()).isEqualTo("restore-total");
                assertThat(((Number) metric.getValue().metricValue()).longValue())
                        .isEqualTo(keys - before);
            });
        }
        assertThat(restored).hasValue(keys);
        assertThat(failure).hasNullValue();
    }

    // ---- records that do not fit ----

    /** Skips what is too large. */
    public static final class Skips implements ProductionExceptionHandler {

        static final List<String> SKIPPED = new CopyOnWriteArrayList<>();

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public Response handleError(
                ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
            SKIPPED.add(record.topic() + " " + record.value().length);
            return Response.resume();
        }
    }

    private static Topology grow() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues(value -> "x".repeat(Integer.parseInt(value)))
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    @Test
    void shouldSkipAnOutputRecordThatIsTooLargeAndCommitTheOthers() {
        broker.createTopic("in", 1);
        broker.topics().create(new TopicSpec("out", 1, Map.of("max.message.bytes", "5000")));
        Skips.SKIPPED.clear();

        try (StreamsRuntime runtime =
                start(grow(), Map.of(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, Skips.class))) {
            Words.awaitState(runtime, State.RUNNING);
            Words.send(broker, "in", "a", "10", "b", "20000", "c", "30");

            assertThat(Words.values(broker, "out", 2)).containsExactly("x".repeat(10), "x".repeat(30));
        }
        assertThat(Skips.SKIPPED).containsExactly("out 20000");
        assertThat(failure).hasNullValue();
    }

    @Test
    void shouldStopAtAnOutputRecordThatIsTooLargeAndLeaveNothingOfItsTransaction() {
        broker.createTopic("in", 1);
        broker.topics().create(new TopicSpec("out", 1, Map.of("max.message.bytes", "5000")));

        try (StreamsRuntime runtime = start(
                grow(),
                Map.of(
                        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        DefaultProductionExceptionHandler.class,
                        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                        60_000))) {
            Words.awaitState(runtime, State.RUNNING);
            Words.send(broker, "in", "a", "10", "b", "20000");

            Words.awaitState(runtime, State.ERROR);
        }
        assertThat(failure.get()).hasStackTraceContaining("max.message.bytes, which is 5000");
        assertThat(broker.topics().committed("app", List.of(new TopicPartition("in", 0))))
                .isEmpty();
    }

    private static Topology collect() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey()
                .reduce(
                        (all, next) -> all + next,
                        Materialized.<String, String>as(Stores.persistentKeyValueStore("grown"))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.String())
                                .withLoggingEnabled(Map.of("max.message.bytes", "5000")));
        return builder.build();
    }

    @Test
    void shouldAskNoHandlerWhenAChangeOfAStoreIsTooLargeForItsChangelog() {
        broker.createTopic("in", 1);
        Skips.SKIPPED.clear();

        try (StreamsRuntime runtime =
                start(collect(), Map.of(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, Skips.class))) {
            Words.awaitState(runtime, State.RUNNING);
            Words.send(broker, "in", "slowly", "y".repeat(3_000), "slowly", "z".repeat(3_000));

            Words.awaitState(runtime, State.ERROR);
        }
        assertThat(Skips.SKIPPED).isEmpty();
        assertThat(failure.get())
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("'grown'")
                .hasMessageContaining("app-grown-changelog")
                .hasMessageContaining("6000 bytes")
                .hasMessageContaining("max.message.bytes, which is 5000");
    }
}
