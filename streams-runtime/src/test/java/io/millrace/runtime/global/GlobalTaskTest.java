package io.millrace.runtime.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.LogAndContinueExceptionHandler;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.ProducerOptions;
import io.millrace.log.RecordBatch;
import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Record;
import io.millrace.processor.StateRestoreListener;
import io.millrace.record.Bytes;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.topics.TopologyFingerprint;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.stores.Stores;
import io.millrace.stores.engine.HeapEngine;
import io.millrace.time.SystemClock;
import io.millrace.topology.dag.ProcessorDag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GlobalTaskTest {

    private static final Consumed<String, String> STRINGS = Consumed.with(Serdes.String(), Serdes.String());

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final StreamsBuilder builder = new StreamsBuilder();
    private final Properties config = new Properties();
    private LogConsumer reader;
    private @Nullable GlobalTask task;

    private static final class Silent implements StateRestoreListener {

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {}

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long last, long count) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long total) {}
    }

    @BeforeEach
    void createTopic() {
        broker.createTopic("users", 2);
        reader = broker.consumer(ConsumerOptions.reader("test"));
        List<TopicPartition> partitions = List.of(new TopicPartition("users", 0), new TopicPartition("users", 1));
        reader.assign(partitions);
        partitions.forEach(partition -> reader.seek(partition, 0));
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
    }

    @AfterEach
    void close() {
        if (task != null) {
            task.close();
        }
        reader.close();
        broker.close();
    }

    private GlobalTask open() {
        StreamsConfig streamsConfig = new StreamsConfig(config);
        ProcessorDag dag = builder.build().compile(streamsConfig);
        TaskEnvironment environment = new TaskEnvironment(
                new RuntimeSettings(streamsConfig),
                broker,
                (directory, families) -> new HeapEngine(families.size()),
                SystemClock.instance(),
                new Silent(),
                TopologyFingerprint.of(dag));
        GlobalTask opened = GlobalTask.open(dag.globalStores(), environment, "state");
        task = opened;
        return opened;
    }

    private void write(int partition, @Nullable String key, @Nullable String value) {
        try (LogProducer producer = broker.producer(ProducerOptions.idempotent("input"))) {
            producer.appender(new TopicPartition("users", partition)).append(5, bytes(key), bytes(value), null);
            producer.flush();
        }
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private void updateAll(GlobalTask updated) {
        for (List<RecordBatch> batches = reader.poll(0); !batches.isEmpty(); batches = reader.poll(0)) {
            batches.forEach(updated::update);
        }
    }

    private void globalTable() {
        builder.globalTable(
                "users", STRINGS, Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("users-store"));
    }

    @SuppressWarnings("unchecked") // the store of a global table of strings
    private static @Nullable String value(GlobalTask task, String key) {
        var store = (TimestampedKeyValueStore<String, String>) task.find("users-store");
        var row = store.get(key);
        return row == null ? null : row.value();
    }

    @Test
    void shouldNameTheTopicsThatItReads() {
        globalTable();

        assertThat(open().topics()).isEqualTo(Set.of("users"));
    }

    @Test
    void shouldFillATableFromAllPartitions() {
        globalTable();
        GlobalTask opened = open();
        write(0, "a", "Ada");
        write(1, "g", "Grace");
        write(0, "a", "Ada L.");

        updateAll(opened);

        assertThat(value(opened, "a")).isEqualTo("Ada L.");
        assertThat(value(opened, "g")).isEqualTo("Grace");
    }

    @Test
    void shouldDeleteOnATombstone() {
        globalTable();
        GlobalTask opened = open();
        write(0, "a", "Ada");
        updateAll(opened);
        write(0, "a", null);

        updateAll(opened);

        assertThat(value(opened, "a")).isNull();
    }

    @Test
    void shouldSkipARecordWithoutKey() {
        globalTable();
        GlobalTask opened = open();
        write(0, null, "nobody");
        write(0, "a", "Ada");

        updateAll(opened);

        assertThat(value(opened, "a")).isEqualTo("Ada");
    }

    @Test
    void shouldLetOthersReadItsStoresOnly() {
        globalTable();
        GlobalTask opened = open();

        @SuppressWarnings("unchecked") // the store of a global table of strings
        var store = (TimestampedKeyValueStore<String, String>) opened.find("users-store");

        assertThatThrownBy(() -> store.put("a", null))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("'users-store' is global");
        assertThat(opened.find("another")).isNull();
        assertThat(opened.stores()).containsOnlyKeys("users-store");
    }

    @Test
    void shouldRefuseRecordsOfATopicThatFillsNoStore() {
        globalTable();
        GlobalTask opened = open();
        broker.createTopic("clicks", 1);
        try (LogProducer producer = broker.producer(ProducerOptions.idempotent("input"));
                LogConsumer clicks = broker.consumer(ConsumerOptions.reader("clicks"))) {
            TopicPartition partition = new TopicPartition("clicks", 0);
            producer.appender(partition).append(5, bytes("k"), bytes("v"), null);
            producer.flush();
            clicks.assign(List.of(partition));
            clicks.seek(partition, 0);
            RecordBatch batch = clicks.poll(0).get(0);

            assertThatThrownBy(() -> opened.update(batch))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'clicks' does not fill a global store");
        }
    }

    /** Keeps the length of each value under its key; fails for the value "bad". */
    private static final class Lengths extends ContextualProcessor<String, String, Void, Void> {

        @Override
        public void process(Record<String, String> record) {
            if (record.value().equals("bad")) {
                throw new IllegalStateException("no good");
            }
            KeyValueStore<String, Long> lengths = context().getStateStore("lengths");
            lengths.put(record.key(), (long) record.value().length());
        }
    }

    private void lengths() {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("lengths"), Serdes.String(), Serdes.Long()),
                "users",
                STRINGS,
                Lengths::new);
    }

    @Test
    void shouldRunTheProcessorThatWasGivenForAStore() {
        lengths();
        GlobalTask opened = open();
        write(1, "a", "four");

        updateAll(opened);

        assertThat(((KeyValueStore<?, ?>) opened.stores().get("lengths")).all())
                .toIterable()
                .extracting(row -> row.key + "=" + row.value)
                .containsExactly("a=4");
    }

    @Test
    void shouldThrowWhatItsProcessorThrows() {
        lengths();
        GlobalTask opened = open();
        write(0, "a", "bad");

        assertThatThrownBy(() -> updateAll(opened))
                .isInstanceOf(RuntimeException.class)
                .hasStackTraceContaining("no good");
    }

    @Test
    void shouldAskTheHandlerAboutARecordThatCannotBeDecoded() {
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        builder.globalTable("users", Consumed.with(Serdes.String(), Serdes.Long()), Materialized.as("users-store"));
        GlobalTask opened = open();
        write(0, "a", "not eight bytes");
        updateAll(opened);

        assertThat(opened.stores()).containsKey("users-store");
        assertThat(((TimestampedKeyValueStore<?, ?>) opened.stores().get("users-store")).approximateNumEntries())
                .isZero();
    }

    @Test
    void shouldRefusePunctuations() {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("lengths"), Serdes.String(), Serdes.Long()),
                "users",
                STRINGS,
                () -> new ContextualProcessor<String, String, Void, Void>() {
                    @Override
                    public void init(ProcessorContext<Void, Void> context) {
                        context.schedule(Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, time -> {});
                    }

                    @Override
                    public void process(Record<String, String> record) {}
                });

        assertThatThrownBy(this::open).hasStackTraceContaining("Global processors have no punctuation");
    }
}
