package io.millrace.runtime;

import static io.millrace.runtime.Words.awaitState;
import static io.millrace.runtime.Words.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.Suppressed;
import io.millrace.dsl.TimeWindows;
import io.millrace.log.Isolation;
import io.millrace.log.KeyHash;
import io.millrace.processor.Processor;
import io.millrace.processor.Record;
import io.millrace.processor.StateRestoreListener;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StoreDescription.Kind;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a runtime tells of its stores and topology, and how far restores are. */
class StoreDescriptionTest {

    private static final int PARTITION_OF_A = KeyHash.partition("a".getBytes(StandardCharsets.UTF_8), 0, 1, 3);

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();

    @BeforeEach
    void createTopics() {
        broker.createTopic("in", 3);
        broker.createTopic("in2", 1);
        broker.createTopic("names", 2);
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        var grouped = builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
        grouped.count(Materialized.as("counts"));
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofHours(1)))
                .count(Materialized.as("hourly"))
                .suppress(Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded())
                        .withName("closed"));
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofHours(1)))
                .count(Materialized.as("sessions"));
        grouped.reduce(
                (before, now) -> now,
                Materialized.as(Stores.persistentVersionedKeyValueStore("versions", Duration.ofDays(7))));
        builder.globalTable("names", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("names"));
        builder.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("plain"), Serdes.Integer(), null)
                .withLoggingDisabled());
        builder.addStateStore(Stores.timestampedKeyValueStoreWithHeadersBuilder(
                Stores.persistentTimestampedKeyValueStoreWithHeaders("headered"), null, null));
        builder.stream("in2", Consumed.with(Serdes.String(), Serdes.String()))
                .process(Forgetful::new, "plain", "headered");
        return builder.build();
    }

    private static final class Forgetful implements Processor<String, String, String, String> {

        @Override
        public void process(Record<String, String> record) {
            // It only has stores.
        }
    }

    private static Map<String, StoreDescription> byName(StreamsRuntime runtime) {
        List<StoreDescription> all = runtime.storeDescriptions();
        assertThat(all).extracting(StoreDescription::name).isSorted();
        return all.stream().collect(Collectors.toMap(StoreDescription::name, Function.identity()));
    }

    @Test
    void shouldDescribeStoresOfEveryKindBeforeTheStart() {
        try (StreamsRuntime runtime = new StreamsRuntime(topology(), Words.config(directory), broker)) {
            Map<String, StoreDescription> stores = byName(runtime);

            assertThat(stores.values().stream()
                            .collect(Collectors.toMap(StoreDescription::name, StoreDescription::kind)))
                    .containsAllEntriesOf(Map.of(
                            "counts", Kind.TIMESTAMPED_KEY_VALUE,
                            "hourly", Kind.TIMESTAMPED_WINDOW,
                            "sessions", Kind.SESSION,
                            "versions", Kind.VERSIONED_KEY_VALUE,
                            "names", Kind.TIMESTAMPED_KEY_VALUE,
                            "plain", Kind.KEY_VALUE,
                            "headered", Kind.TIMESTAMPED_KEY_VALUE));
            assertThat(stores.values())
                    .filteredOn(store -> store.kind() == Kind.OTHER)
                    .extracting(StoreDescription::name)
                    .containsExactly("closed-store");

            StoreDescription counts = stores.get("counts");
            assertThat(counts.isGlobal()).isFalse();
            assertThat(counts.keySerde()).containsInstanceOf(Serdes.StringSerde.class);
            assertThat(counts.valueSerde()).containsInstanceOf(Serdes.LongSerde.class);
            assertThat(counts.changelogTopic()).contains("app-counts-changelog");
            assertThat(counts.serdeTopic()).isEqualTo("app-counts-changelog");
            assertThat(counts.retention()).isEmpty();
            assertThat(counts.subtopology()).isEqualTo(OptionalInt.of(0));
            assertThat(counts.partitionCount()).isZero();

            assertThat(stores.get("hourly").windowSize()).contains(Duration.ofHours(1));
            assertThat(stores.get("hourly").retention()).isPresent();
            assertThat(stores.get("sessions").windowSize()).isEmpty();
            assertThat(stores.get("sessions").retention()).isPresent();
            assertThat(stores.get("versions").retention()).contains(Duration.ofDays(7));

            StoreDescription plain = stores.get("plain");
            assertThat(plain.changelogTopic()).isEmpty();
            assertThat(plain.keySerde()).containsInstanceOf(Serdes.IntegerSerde.class);
            assertThat(plain.valueSerde()).containsInstanceOf(Serdes.StringSerde.class);
            assertThat(plain.hasHeaders()).isFalse();
            assertThat(stores.get("headered").hasHeaders()).isTrue();

            StoreDescription names = stores.get("names");
            assertThat(names.isGlobal()).isTrue();
            assertThat(names.subtopology()).isEmpty();
            assertThat(names.partitionCount()).isEqualTo(1);
            assertThat(names.changelogTopic()).isEmpty();
            assertThat(names.serdeTopic()).isEqualTo("names");
        }
    }

    @Test
    void shouldTellNumbersOfPartitionsOnceItHasStarted() {
        try (StreamsRuntime runtime = new StreamsRuntime(topology(), Words.config(directory), broker)) {
            runtime.start();

            assertThat(byName(runtime).get("counts").partitionCount()).isEqualTo(3);
            assertThat(byName(runtime).get("names").partitionCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldSayThatASerdeIsMissing() {
        Properties config = Words.config(directory);
        config.remove(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG);
        try (StreamsRuntime runtime = new StreamsRuntime(topology(), config, broker)) {
            assertThat(byName(runtime).get("plain").keySerde()).isPresent();
            assertThat(byName(runtime).get("plain").valueSerde()).isEmpty();
        }
    }

    @Test
    void shouldDescribeItsTopology() {
        Topology topology = topology();
        try (StreamsRuntime runtime = new StreamsRuntime(topology, Words.config(directory), broker)) {
            assertThat(runtime.describe()).isEqualTo(topology.describe());
            assertThat(runtime.describe().toString()).contains("stores: [counts]");
        }
    }

    private long changelogEnd() {
        return broker.topics()
                .endOffset(new TopicPartition("app-counts-changelog", PARTITION_OF_A), Isolation.READ_COMMITTED);
    }

    @Test
    void shouldTellHowFarARestoreIs() {
        try (StreamsRuntime runtime = new StreamsRuntime(topology(), Words.config(directory), broker)) {
            runtime.start();
            awaitState(runtime, State.RUNNING);
            assertThat(runtime.storeRestoreProgress()).isEmpty();
            send(broker, "in", "a", "1");
            await().atMost(Words.PATIENCE).until(() -> changelogEnd() > 0);
        }
        Properties config = Words.config(directory.resolve("elsewhere"));
        try (StreamsRuntime runtime = new StreamsRuntime(topology(), config, broker)) {
            HeldRestore restore = new HeldRestore();
            runtime.setGlobalStateRestoreListener(restore);
            runtime.start();
            try {
                restore.awaitStart();

                StoreRestoreProgress progress = runtime.storeRestoreProgress().stream()
                        .filter(one -> one.storeName().equals("counts") && one.partition() == PARTITION_OF_A)
                        .findFirst()
                        .orElseThrow();
                assertThat(progress.startOffset()).isZero();
                assertThat(progress.endOffset()).isEqualTo(changelogEnd());
                assertThat(progress.restored() + progress.remaining()).isEqualTo(changelogEnd());
            } finally {
                restore.goOn();
            }
            awaitState(runtime, State.RUNNING);
            assertThat(runtime.storeRestoreProgress()).isEmpty();
        }
    }

    /** Holds the restore after its first batch. */
    private static final class HeldRestore implements StateRestoreListener {

        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch mayGoOn = new CountDownLatch(1);

        void awaitStart() {
            await().atMost(Words.PATIENCE).until(() -> started.getCount() == 0);
        }

        void goOn() {
            mayGoOn.countDown();
        }

        @Override
        public void onRestoreStart(TopicPartition changelog, String storeName, long from, long to) {}

        @Override
        public void onBatchRestored(TopicPartition changelog, String storeName, long batchEnd, long count) {
            started.countDown();
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onRestoreEnd(TopicPartition changelog, String storeName, long count) {}
    }
}
