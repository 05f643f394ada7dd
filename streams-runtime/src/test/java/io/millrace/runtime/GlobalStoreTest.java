package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedConsumer;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.GlobalKTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.LogAndContinueExceptionHandler;
import io.millrace.errors.MissingSourceTopicException;
import io.millrace.errors.StreamsException;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.StateRestoreListener;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

/** Global tables and stores in a running application. */
class GlobalStoreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private Properties config() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        return config;
    }

    private void createTopics() {
        broker.createTopic("orders", 2);
        broker.createTopic("products", 3);
    }

    private static Topology join(boolean persistent) {
        StreamsBuilder builder = new StreamsBuilder();
        GlobalKTable<String, String> products = builder.globalTable(
                "products",
                Consumed.with(Serdes.String(), Serdes.String()),
                Materialized.<String, String>as(
                                persistent
                                        ? Stores.persistentKeyValueStore("products")
                                        : Stores.inMemoryKeyValueStore("products"))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.String()));
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.String()))
                .leftJoin(products, (key, value) -> value, (order, product) -> order + "=" + product)
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private void send(String topic, String... keysAndValues) {
        try (EmbeddedProducer<String, String> producer =
                broker.producer(Serdes.String().serializer(), Serdes.String().serializer())) {
            for (int i = 0; i < keysAndValues.length; i += 2) {
                producer.send(new ProducerRecord<>(topic, keysAndValues[i], keysAndValues[i + 1]));
            }
            producer.flush();
        }
    }

    private List<String> outputs(int count) {
        return Words.values(broker, "out", count);
    }

    /** Sends the same order until it is joined with what is expected: there is no alignment in time. */
    private void awaitJoined(String product, String expected) {
        int[] sent = {0};
        await().atMost(PATIENCE).until(() -> {
            int before = sent[0]++;
            send("orders", "probe", product);
            List<String> all = outputs(before + 1);
            return all.contains(product + "=" + expected);
        });
    }

    /** Notes what a load reads. */
    private static final class Loads implements StateRestoreListener {

        final List<String> starts = new CopyOnWriteArrayList<>();
        final AtomicLong records = new AtomicLong();
        final AtomicLong ends = new AtomicLong();

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
            starts.add(store + " " + partition + " " + start + "-" + end);
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long last, long count) {
            records.addAndGet(count);
        }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long total) {
            ends.incrementAndGet();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldJoinWithAllPartitionsOfATableThatIsLoadedFirst(boolean persistent) {
        createTopics();
        send("products", "a", "apple", "b", "banana", "c", "cherry", "d", "date", "a", "apricot");
        send("orders", "1", "a", "2", "b", "3", "c", "4", "d", "5", "x");
        try (StreamsRuntime runtime = new StreamsRuntime(join(persistent), config(), broker)) {
            runtime.start();

            assertThat(outputs(5)).containsExactlyInAnyOrder("a=apricot", "b=banana", "c=cherry", "d=date", "x=null");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSeeUpdatesAndTombstonesWhileItRuns(boolean persistent) {
        createTopics();
        send("products", "a", "one");
        try (StreamsRuntime runtime = new StreamsRuntime(join(persistent), config(), broker)) {
            runtime.start();
            awaitJoined("a", "one");

            send("products", "a", "two", "b", "new");
            awaitJoined("a", "two");
            awaitJoined("b", "new");

            send("products", "a", null);
            awaitJoined("a", "null");
        }
    }

    @Test
    void shouldLoadOnlyTheTailAfterARestart() {
        createTopics();
        for (int i = 0; i < 300; i++) {
            send("products", "k" + i, "v" + i);
        }
        Loads first = new Loads();
        try (StreamsRuntime runtime = new StreamsRuntime(join(true), config(), broker)) {
            runtime.setGlobalStateRestoreListener(first);
            runtime.start();
            awaitJoined("k7", "v7");
        }
        assertThat(first.records).hasValue(300);
        assertThat(first.ends).hasValue(3);
        send("products", "k7", "later");

        Loads second = new Loads();
        try (StreamsRuntime runtime = new StreamsRuntime(join(true), config(), broker)) {
            runtime.setGlobalStateRestoreListener(second);
            runtime.start();
            awaitJoined("k7", "later");
            awaitJoined("k8", "v8");
        }
        assertThat(second.records).hasValue(1);
        assertThat(second.starts).hasSize(1);
    }

    @Test
    void shouldGoOnFromWhatACrashLeavesOnDisk() throws IOException {
        createTopics();
        for (int i = 0; i < 200; i++) {
            send("products", "k" + i, "v" + i);
        }
        Path afterCrash = directory.resolve("crashed");
        try (StreamsRuntime runtime = new StreamsRuntime(join(true), config(), broker)) {
            runtime.start();
            awaitJoined("k1", "v1");
            // What a killed process leaves: the files as they are, without what was not flushed.
            copy(
                    directory.resolve("app").resolve("global"),
                    afterCrash.resolve("app").resolve("global"));
            send("products", "k1", "later");
            awaitJoined("k1", "later");
        }
        Properties config = config();
        config.put(StreamsConfig.STATE_DIR_CONFIG, afterCrash.toString());
        try (StreamsRuntime runtime = new StreamsRuntime(join(true), config, broker)) {
            runtime.start();
            for (int i = 2; i < 200; i += 50) {
                awaitJoined("k" + i, "v" + i);
            }
            awaitJoined("k1", "later");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (!path.endsWith("LOCK")) {
                    Files.copy(path, target);
                }
            }
        }
    }

    @Test
    void shouldLoadAllAgainWhenItsFilesAreCleanedUp() {
        createTopics();
        send("products", "a", "one", "b", "two");
        try (StreamsRuntime runtime = new StreamsRuntime(join(true), config(), broker)) {
            runtime.start();
        }
        Loads loads = new Loads();
        StreamsRuntime runtime = new StreamsRuntime(join(true), config(), broker);
        runtime.cleanUp();
        assertThat(directory.resolve("app").resolve("global")).doesNotExist();
        try (runtime) {
            runtime.setGlobalStateRestoreListener(loads);
            runtime.start();
        }

        assertThat(loads.records).hasValue(2);
    }

    @Test
    void shouldLoadAnewWhenTheTopicWasMadeAnew() {
        createTopics();
        send("products", "a", "old", "b", "old");
        try (StreamsRuntime runtime = new StreamsRuntime(join(true), config(), broker)) {
            runtime.start();
        }
        broker.topics().delete("products");
        broker.createTopic("products", 3);
        send("products", "b", "new");

        try (StreamsRuntime runtime = new StreamsRuntime(join(true), config(), broker)) {
            runtime.start();
            awaitJoined("b", "new");
            awaitJoined("a", "null");
        }
    }

    /** Keeps the length of each value, and the name of the thread it ran on. */
    private static final class Lengths implements Processor<String, String, Void, Void> {

        private final AtomicReference<String> thread;
        private KeyValueStore<String, Long> store;

        Lengths(AtomicReference<String> thread) {
            this.thread = thread;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore("lengths");
        }

        @Override
        public void process(Record<String, String> record) {
            thread.set(Thread.currentThread().getName());
            if ("poison".equals(record.value())) {
                throw new IllegalStateException("poisoned");
            }
            store.put(record.key(), (long) record.value().length());
        }
    }

    private static Topology custom(AtomicReference<String> thread) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("lengths"), Serdes.String(), Serdes.Long()),
                "products",
                Consumed.with(Serdes.String(), Serdes.String()),
                () -> new Lengths(thread));
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.String()))
                .process(() -> new Processor<String, String, String, String>() {
                    private ProcessorContext<String, String> context;
                    private KeyValueStore<String, Long> lengths;

                    @Override
                    public void init(ProcessorContext<String, String> processorContext) {
                        context = processorContext;
                        lengths = processorContext.getStateStore("lengths");
                    }

                    @Override
                    public void process(Record<String, String> record) {
                        if ("write".equals(record.key())) {
                            lengths.put("x", 1L);
                        }
                        context.forward(record.withValue(record.value() + "=" + lengths.get(record.value())));
                    }
                })
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    @Test
    void shouldRunTheProcessorOfAGlobalStoreOnTheGlobalThread() {
        createTopics();
        send("products", "a", "12345");
        AtomicReference<String> thread = new AtomicReference<>();
        try (StreamsRuntime runtime = new StreamsRuntime(custom(thread), config(), broker)) {
            runtime.start();
            awaitJoined("a", "5");
        }
        assertThat(thread.get()).isEqualTo("app-GlobalStreamThread");
    }

    @Test
    void shouldNotLetOtherProcessorsWriteToAGlobalStore() {
        createTopics();
        AtomicReference<Throwable> seen = new AtomicReference<>();
        try (StreamsRuntime runtime = new StreamsRuntime(custom(new AtomicReference<>()), config(), broker)) {
            runtime.setUncaughtExceptionHandler(e -> {
                seen.set(e);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            runtime.start();
            send("orders", "write", "a");
            await().atMost(PATIENCE).until(() -> runtime.state() == State.ERROR);
        }
        assertThat(seen.get()).hasRootCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldStopTheClientWhenTheGlobalProcessorFailsWhileItRuns() {
        createTopics();
        AtomicReference<Throwable> seen = new AtomicReference<>();
        try (StreamsRuntime runtime = new StreamsRuntime(custom(new AtomicReference<>()), config(), broker)) {
            runtime.setUncaughtExceptionHandler(e -> {
                seen.set(e);
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            });
            runtime.start();
            await().atMost(PATIENCE).until(() -> runtime.state() == State.RUNNING);
            send("products", "a", "poison");

            await().atMost(PATIENCE).until(() -> runtime.state() == State.ERROR);
        }
        assertThat(seen.get())
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("which fills a global store, failed on the record at products-")
                .hasRootCauseMessage("poisoned");
    }

    @Test
    void shouldFailToStartWhenTheFirstLoadFails() {
        createTopics();
        send("products", "a", "poison");
        try (StreamsRuntime runtime = new StreamsRuntime(custom(new AtomicReference<>()), config(), broker)) {
            assertThatThrownBy(runtime::start)
                    .isInstanceOf(StreamsException.class)
                    .hasMessageContaining("could not be loaded");
            assertThat(runtime.state()).isEqualTo(State.ERROR);
        }
    }

    @Test
    void shouldFailToStartWithoutItsTopic() {
        broker.createTopic("orders", 1);
        try (StreamsRuntime runtime = new StreamsRuntime(join(true), config(), broker)) {
            assertThatThrownBy(runtime::start)
                    .isInstanceOf(MissingSourceTopicException.class)
                    .hasMessageContaining("'products'");
            assertThat(runtime.state()).isEqualTo(State.ERROR);
        }
    }

    @Test
    void shouldSkipRecordsThatCannotBeDecodedIfTheHandlerSaysSo() {
        createTopics();
        StreamsBuilder builder = new StreamsBuilder();
        GlobalKTable<String, Long> products = builder.globalTable(
                "products", Consumed.with(Serdes.String(), Serdes.Long()), Materialized.as("products"));
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.String()))
                .join(products, (key, value) -> value, (order, product) -> order + "=" + product)
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        send("products", "a", "not a long");
        try (EmbeddedProducer<String, Long> producer =
                broker.producer(Serdes.String().serializer(), Serdes.Long().serializer())) {
            producer.send(new ProducerRecord<>("products", "a", 42L));
        }
        Properties config = config();
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        send("orders", "1", "a");
        try (StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker)) {
            runtime.start();

            assertThat(outputs(1)).containsExactly("a=42");
        }
    }

    @Test
    void shouldRunAnApplicationThatHasAGlobalStoreOnly() {
        broker.createTopic("products", 1);
        StreamsBuilder builder = new StreamsBuilder();
        builder.globalTable("products", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("products"));
        try (StreamsRuntime runtime = new StreamsRuntime(builder.build(), config(), broker)) {
            runtime.start();

            assertThat(runtime.state()).isEqualTo(State.RUNNING);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNeverSeeAnOlderVersionAfterANewerOneWhileTheTableIsWritten(boolean persistent) {
        broker.createTopic("orders", 2);
        broker.createTopic("products", 1);
        StreamsBuilder builder = new StreamsBuilder();
        builder.addGlobalStore(
                Stores.timestampedKeyValueStoreBuilder(
                        persistent
                                ? Stores.persistentTimestampedKeyValueStore("versions")
                                : Stores.inMemoryKeyValueStore("versions"),
                        Serdes.String(),
                        Serdes.String()),
                "products",
                Consumed.with(Serdes.String(), Serdes.String()),
                () -> new Processor<String, String, Void, Void>() {
                    private TimestampedKeyValueStore<String, String> store;

                    @Override
                    public void init(ProcessorContext<Void, Void> context) {
                        store = context.getStateStore("versions");
                    }

                    @Override
                    public void process(Record<String, String> record) {
                        store.put(
                                record.key(),
                                io.millrace.state.ValueAndTimestamp.make(record.value(), record.timestamp()));
                    }
                });
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.String()))
                .process(() -> new Processor<String, String, String, String>() {
                    private ProcessorContext<String, String> context;
                    private TimestampedKeyValueStore<String, String> versions;

                    @Override
                    public void init(ProcessorContext<String, String> processorContext) {
                        context = processorContext;
                        versions = processorContext.getStateStore("versions");
                    }

                    @Override
                    public void process(Record<String, String> record) {
                        var version = versions.get("key");
                        context.forward(record.withKey("" + context.taskId().partition())
                                .withValue(version == null ? "-1" : version.value()));
                    }
                })
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        Properties config = config();
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        int versions = 400;
        try (StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker)) {
            runtime.start();
            await().atMost(PATIENCE).until(() -> runtime.state() == State.RUNNING);
            try (EmbeddedProducer<String, String> producer = broker.producer(
                    Serdes.String().serializer(), Serdes.String().serializer())) {
                for (int i = 0; i < versions; i++) {
                    producer.send(new ProducerRecord<>("products", "key", "" + i));
                    producer.send(new ProducerRecord<>("orders", i % 2, "order", "x"));
                    if (i % 5 == 0) {
                        producer.flush();
                    }
                }
            }
            await().atMost(PATIENCE).until(() -> {
                send("orders", "order", "x");
                return seenBy("0").contains(versions - 1) || seenBy("1").contains(versions - 1);
            });
        }
        assertThat(seenBy("0")).isSorted();
        assertThat(seenBy("1")).isSorted();
    }

    /** The versions that one task has seen, in the order of its records. */
    private List<Integer> seenBy(String task) {
        List<Integer> values = new ArrayList<>();
        List<TopicPartition> partitions = List.of(new TopicPartition("out", 0), new TopicPartition("out", 1));
        try (EmbeddedConsumer<String, String> consumer =
                broker.consumer(Serdes.String().deserializer(), Serdes.String().deserializer())) {
            consumer.assign(partitions);
            partitions.forEach(consumer::seekToBeginning);
            List<ConsumerRecord<String, String>> polled = new ArrayList<>();
            do {
                polled.clear();
                consumer.poll(Duration.ofMillis(20)).forEach(polled::add);
                polled.stream()
                        .filter(record -> task.equals(record.key()))
                        .forEach(record -> values.add(Integer.valueOf(record.value())));
            } while (!polled.isEmpty());
        }
        return values;
    }
}
