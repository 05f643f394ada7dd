package io.millrace.runtime;

import static io.millrace.runtime.Words.awaitState;
import static io.millrace.runtime.Words.send;
import static io.millrace.runtime.Words.sendAt;
import static io.millrace.runtime.Words.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.InvalidStateStorePartitionException;
import io.millrace.errors.StreamsNotStartedException;
import io.millrace.errors.StreamsStoppedException;
import io.millrace.errors.UnknownStateStoreException;
import io.millrace.query.FailureReason;
import io.millrace.query.KeyQuery;
import io.millrace.query.MultiVersionedKeyQuery;
import io.millrace.query.Position;
import io.millrace.query.PositionBound;
import io.millrace.query.QueryResult;
import io.millrace.query.RangeQuery;
import io.millrace.query.StateQueryRequest;
import io.millrace.query.StateQueryResult;
import io.millrace.query.TimestampedKeyQuery;
import io.millrace.query.TimestampedRangeQuery;
import io.millrace.query.VersionedKeyQuery;
import io.millrace.query.WindowKeyQuery;
import io.millrace.query.WindowRangeQuery;
import io.millrace.record.KeyValue;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import io.millrace.state.HostInfo;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.state.ReadOnlySessionStore;
import io.millrace.state.ReadOnlyWindowStore;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.VersionedRecord;
import io.millrace.state.VersionedRecordIterator;
import io.millrace.state.WindowStoreIterator;
import io.millrace.state.Windowed;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries to a running application from other threads. */
class InteractiveQueryTest {

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();

    @BeforeEach
    void createTopics() {
        broker.createTopic("in", 3);
        broker.createTopic("names", 2);
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    /** Counts by key, in windows and sessions, last values with versions, and names as a global table. */
    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        var input = builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()));
        var grouped = input.groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
        grouped.count(Materialized.as("counts"));
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofDays(1))).count(Materialized.as("daily"));
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofDays(1)))
                .count(Materialized.as("sessions"));
        grouped.reduce(
                (before, now) -> now,
                Materialized.as(Stores.persistentVersionedKeyValueStore("versions", Duration.ofDays(100))));
        input.to("out", Produced.with(Serdes.String(), Serdes.String()));
        builder.globalTable("names", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("names"));
        return builder.build();
    }

    private StreamsRuntime start() {
        StreamsRuntime runtime = new StreamsRuntime(topology(), Words.config(directory), broker);
        runtime.start();
        awaitState(runtime, State.RUNNING);
        return runtime;
    }

    private static <T> T store(StreamsRuntime runtime, String name, QueryableStoreType<T> type) {
        return runtime.store(StoreQueryParameters.fromNameAndType(name, type));
    }

    private static <K, V> Map<K, V> rows(KeyValueIterator<K, V> iterator) {
        Map<K, V> rows = new TreeMap<>();
        try (iterator) {
            iterator.forEachRemaining(row -> rows.put(row.key, row.value));
        }
        return rows;
    }

    /** Sends, and waits until what was sent is committed. */
    private void process(int sentInAll, String... keysAndValues) {
        send(broker, "in", keysAndValues);
        values(broker, "out", sentInAll);
    }

    private static ReadOnlyKeyValueStore<String, Long> awaitCount(StreamsRuntime runtime, String key, long count) {
        ReadOnlyKeyValueStore<String, Long> counts = store(runtime, "counts", QueryableStoreTypes.keyValueStore());
        await().atMost(Words.PATIENCE).until(() -> Objects.equals(counts.get(key), count));
        return counts;
    }

    @Test
    void shouldReadAllPartitionsOfAKeyValueStoreAsOne() {
        try (StreamsRuntime runtime = start()) {
            process(6, "a", "1", "b", "2", "c", "3", "d", "4", "e", "5", "a", "6");

            ReadOnlyKeyValueStore<String, Long> counts = awaitCount(runtime, "a", 2L);
            Map<String, Long> expected = Map.of("a", 2L, "b", 1L, "c", 1L, "d", 1L, "e", 1L);
            await().atMost(Words.PATIENCE).until(() -> rows(counts.all()).equals(expected));

            assertThat(counts.get("nobody")).isNull();
            assertThat(rows(counts.range("b", "d"))).isEqualTo(Map.of("b", 1L, "c", 1L, "d", 1L));
            assertThat(rows(counts.reverseRange("d", null))).isEqualTo(Map.of("d", 1L, "e", 1L));
            assertThat(rows(counts.prefixScan("a", Serdes.String().serializer())))
                    .isEqualTo(Map.of("a", 2L));
            assertThat(counts.approximateNumEntries()).isEqualTo(5);
            ReadOnlyKeyValueStore<String, ValueAndTimestamp<Long>> stamped =
                    store(runtime, "counts", QueryableStoreTypes.timestampedKeyValueStore());
            assertThat(stamped.get("a").value()).isEqualTo(2);
            assertThat(stamped.get("a").timestamp()).isPositive();
        }
    }

    @Test
    void shouldReadWindowsAndSessions() {
        try (StreamsRuntime runtime = start()) {
            process(3, "a", "1", "a", "2", "b", "3");
            awaitCount(runtime, "a", 2L);

            Instant from = Instant.now().minus(Duration.ofDays(2));
            Instant to = Instant.now().plus(Duration.ofDays(1));
            ReadOnlyWindowStore<String, Long> daily = store(runtime, "daily", QueryableStoreTypes.windowStore());
            try (WindowStoreIterator<Long> windows = daily.fetch("a", from, to)) {
                KeyValue<Long, Long> window = windows.next();
                assertThat(window.value).isEqualTo(2);
                assertThat(daily.fetch("a", window.key)).isEqualTo(2);
            }
            List<String> keys = new ArrayList<>();
            await().atMost(Words.PATIENCE).until(() -> {
                keys.clear();
                try (KeyValueIterator<Windowed<String>, Long> all = daily.fetchAll(from, to)) {
                    all.forEachRemaining(row -> keys.add(row.key.key()));
                }
                return keys.containsAll(List.of("a", "b"));
            });
            ReadOnlyWindowStore<String, ValueAndTimestamp<Long>> stamped =
                    store(runtime, "daily", QueryableStoreTypes.timestampedWindowStore());
            try (WindowStoreIterator<ValueAndTimestamp<Long>> windows = stamped.fetch("a", from, to)) {
                assertThat(windows.next().value.value()).isEqualTo(2);
            }
            ReadOnlySessionStore<String, Long> sessions =
                    store(runtime, "sessions", QueryableStoreTypes.sessionStore());
            try (KeyValueIterator<Windowed<String>, Long> found = sessions.fetch("a")) {
                assertThat(found.next().value).isEqualTo(2);
                assertThat(found.hasNext()).isFalse();
            }
        }
    }

    @Test
    void shouldReadAGlobalStore() {
        send(broker, "names", "a", "Ada", "b", "Bob");
        try (StreamsRuntime runtime = start()) {
            ReadOnlyKeyValueStore<String, String> names = store(runtime, "names", QueryableStoreTypes.keyValueStore());
            assertThat(rows(names.all())).isEqualTo(Map.of("a", "Ada", "b", "Bob"));

            send(broker, "names", "b", "Berta");
            await().atMost(Words.PATIENCE).until(() -> "Berta".equals(names.get("b")));
            StateQueryResult<String> result =
                    runtime.query(StateQueryRequest.inStore("names").withQuery(KeyQuery.<String, String>withKey("a")));
            assertThat(Objects.requireNonNull(result.getGlobalResult()).getResult())
                    .isEqualTo("Ada");
        }
    }

    private static <R> QueryResult<R> only(StreamsRuntime runtime, StateQueryRequest<R> request) {
        return Objects.requireNonNull(runtime.query(request).getOnlyPartitionResult());
    }

    @Test
    void shouldAnswerEveryKindOfQuery() {
        try (StreamsRuntime runtime = start()) {
            sendAt(broker, "in", 100, "a", "1");
            sendAt(broker, "in", 200, "a", "2");
            awaitCount(runtime, "a", 2L);
            int partition = runtime.queryMetadataForKey(
                            "counts", "a", Serdes.String().serializer())
                    .partition();
            Set<Integer> partitions = Set.of(partition);
            Instant from = Instant.ofEpochMilli(0);
            Instant to = Instant.ofEpochMilli(1_000);

            assertThat(only(
                                    runtime,
                                    StateQueryRequest.inStore("counts")
                                            .withQuery(KeyQuery.<String, Long>withKey("a"))
                                            .withPartitions(partitions))
                            .getResult())
                    .isEqualTo(2);
            assertThat(only(
                                    runtime,
                                    StateQueryRequest.inStore("counts")
                                            .withQuery(TimestampedKeyQuery.<String, Long>withKey("a"))
                                            .withPartitions(partitions))
                            .getResult()
                            .value())
                    .isEqualTo(2);
            try (KeyValueIterator<String, Long> rows = only(
                            runtime,
                            StateQueryRequest.inStore("counts")
                                    .withQuery(RangeQuery.<String, Long>withNoBounds())
                                    .withPartitions(partitions))
                    .getResult()) {
                assertThat(rows.next()).isEqualTo(KeyValue.pair("a", 2L));
            }
            try (KeyValueIterator<String, ValueAndTimestamp<Long>> rows = only(
                            runtime,
                            StateQueryRequest.inStore("counts")
                                    .withQuery(TimestampedRangeQuery.<String, Long>withRange("a", "b")
                                            .withDescendingKeys())
                                    .withPartitions(partitions))
                    .getResult()) {
                assertThat(rows.next().value.value()).isEqualTo(2);
            }
            try (WindowStoreIterator<ValueAndTimestamp<Long>> windows = only(
                            runtime,
                            StateQueryRequest.inStore("daily")
                                    .withQuery(
                                            WindowKeyQuery.<String, ValueAndTimestamp<Long>>withKeyAndWindowStartRange(
                                                    "a", from, to))
                                    .withPartitions(partitions))
                    .getResult()) {
                assertThat(windows.next().value.value()).isEqualTo(2);
            }
            try (KeyValueIterator<Windowed<String>, ValueAndTimestamp<Long>> windows = only(
                            runtime,
                            StateQueryRequest.inStore("daily")
                                    .withQuery(WindowRangeQuery.<String, ValueAndTimestamp<Long>>withWindowStartRange(
                                            from, to))
                                    .withPartitions(partitions))
                    .getResult()) {
                assertThat(windows.next().key.key()).isEqualTo("a");
            }
            try (KeyValueIterator<Windowed<String>, Long> sessions = only(
                            runtime,
                            StateQueryRequest.inStore("sessions")
                                    .withQuery(WindowRangeQuery.<String, Long>withKey("a"))
                                    .withPartitions(partitions))
                    .getResult()) {
                assertThat(sessions.next().value).isEqualTo(2);
            }
            assertThat(only(
                                    runtime,
                                    StateQueryRequest.inStore("versions")
                                            .withQuery(VersionedKeyQuery.<String, String>withKey("a"))
                                            .withPartitions(partitions))
                            .getResult()
                            .value())
                    .isEqualTo("2");
            VersionedRecord<String> first = only(
                            runtime,
                            StateQueryRequest.inStore("versions")
                                    .withQuery(VersionedKeyQuery.<String, String>withKey("a")
                                            .asOf(Instant.ofEpochMilli(150)))
                                    .withPartitions(partitions))
                    .getResult();
            assertThat(first).isEqualTo(new VersionedRecord<>("1", 100, 200));
            try (VersionedRecordIterator<String> versions = only(
                            runtime,
                            StateQueryRequest.inStore("versions")
                                    .withQuery(MultiVersionedKeyQuery.<String, String>withKey("a"))
                                    .withPartitions(partitions))
                    .getResult()) {
                assertThat(versions.next().value()).isEqualTo("2");
            }
        }
    }

    @Test
    void shouldAnswerFromRestoredStores() {
        try (StreamsRuntime runtime = start()) {
            sendAt(broker, "in", 100, "a", "1");
            sendAt(broker, "in", 200, "a", "2");
            awaitCount(runtime, "a", 2L);
        }
        StreamsRuntime runtime = new StreamsRuntime(topology(), Words.config(directory), broker);
        runtime.cleanUp();
        try (runtime) {
            runtime.start();
            awaitState(runtime, State.RUNNING);
            assertThat(versionsOf(runtime, "a"))
                    .containsExactly(new VersionedRecord<>("2", 200), new VersionedRecord<>("1", 100, 200));
            sendAt(broker, "in", 300, "a", "3");
            awaitCount(runtime, "a", 3L);

            assertThat(versionsOf(runtime, "a"))
                    .containsExactly(
                            new VersionedRecord<>("3", 300),
                            new VersionedRecord<>("2", 200, 300),
                            new VersionedRecord<>("1", 100, 200));
        }
    }

    private static List<VersionedRecord<String>> versionsOf(StreamsRuntime runtime, String key) {
        int partition = runtime.queryMetadataForKey(
                        "versions", key, Serdes.String().serializer())
                .partition();
        List<VersionedRecord<String>> found = new ArrayList<>();
        try (VersionedRecordIterator<String> versions = only(
                        runtime,
                        StateQueryRequest.inStore("versions")
                                .withQuery(MultiVersionedKeyQuery.<String, String>withKey(key))
                                .withPartitions(Set.of(partition)))
                .getResult()) {
            versions.forEachRemaining(found::add);
        }
        return found;
    }

    @Test
    void shouldSayWhyThereIsNoAnswer() {
        try (StreamsRuntime runtime = start()) {
            process(1, "a", "1");
            awaitCount(runtime, "a", 1L);
            StateQueryRequest<Long> request =
                    StateQueryRequest.inStore("counts").withQuery(KeyQuery.<String, Long>withKey("a"));

            assertThat(runtime.query(request.withPartitions(Set.of(7)))
                            .getPartitionResults()
                            .get(7)
                            .getFailureReason())
                    .isEqualTo(FailureReason.NOT_PRESENT);
            StateQueryResult<Long> ahead = runtime.query(request.withPositionBound(
                    PositionBound.at(Position.emptyPosition().withComponent("in", 0, 1_000))));
            assertThat(ahead.getPartitionResults().get(0).getFailureReason()).isEqualTo(FailureReason.NOT_UP_TO_BOUND);
            assertThat(ahead.getPartitionResults().get(1).isSuccess()).isTrue();
            StateQueryResult<VersionedRecord<Long>> wrongKind = runtime.query(
                    StateQueryRequest.inStore("counts").withQuery(VersionedKeyQuery.<String, Long>withKey("a")));
            assertThat(wrongKind.getPartitionResults().get(0).getFailureReason())
                    .isEqualTo(FailureReason.UNKNOWN_QUERY_TYPE);
            assertThatThrownBy(() -> runtime.query(
                            StateQueryRequest.inStore("nothing").withQuery(KeyQuery.<String, Long>withKey("a"))))
                    .isInstanceOf(UnknownStateStoreException.class)
                    .hasMessageContaining("counts");
            assertThatThrownBy(() -> store(runtime, "counts", QueryableStoreTypes.windowStore()))
                    .isInstanceOf(InvalidStateStoreException.class)
                    .hasMessageContaining("WindowStoreType");
            assertThatThrownBy(() -> runtime.store(
                            StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.keyValueStore())
                                    .withPartition(9)))
                    .isInstanceOf(InvalidStateStorePartitionException.class);
        }
    }

    @Test
    void shouldAnswerOnceThePositionOfAnEarlierAnswerIsReached() {
        try (StreamsRuntime runtime = start()) {
            process(1, "a", "1");
            awaitCount(runtime, "a", 1L);
            StateQueryRequest<Long> request =
                    StateQueryRequest.inStore("counts").withQuery(KeyQuery.<String, Long>withKey("a"));
            Position seen = runtime.query(request).getPosition();

            assertThat(seen.getTopics()).containsExactly("in");
            StateQueryResult<Long> again = runtime.query(request.withPositionBound(PositionBound.at(seen)));
            assertThat(again.getPartitionResults().values()).allMatch(QueryResult::isSuccess);
        }
    }

    @Test
    void shouldRefuseQueriesBeforeTheStartAndAfterTheEnd() {
        StreamsRuntime runtime = new StreamsRuntime(topology(), Words.config(directory), broker);
        assertThatThrownBy(() -> store(runtime, "counts", QueryableStoreTypes.keyValueStore()))
                .isInstanceOf(StreamsNotStartedException.class);
        runtime.start();
        awaitState(runtime, State.RUNNING);
        process(1, "a", "1");
        ReadOnlyKeyValueStore<String, Long> counts = awaitCount(runtime, "a", 1L);
        KeyValueIterator<String, Long> scan = counts.all();

        runtime.close();

        assertThatThrownBy(() -> counts.get("a")).isInstanceOf(StreamsStoppedException.class);
        // What a scan has read ahead may still come; then it ends with an error, never with a crash or as if it were
        // complete.
        assertThatThrownBy(() -> {
                    while (true) {
                        scan.next();
                    }
                })
                .isInstanceOfAny(InvalidStateStoreException.class, java.util.NoSuchElementException.class);
        scan.close();
    }

    @Test
    void shouldKeepAnsweringWhileTasksProcessAndMove() throws Exception {
        Properties config = Words.config(directory);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        AtomicBoolean stop = new AtomicBoolean();
        try (StreamsRuntime runtime = new StreamsRuntime(topology(), config, broker)) {
            runtime.start();
            awaitState(runtime, State.RUNNING);
            // A thread each: the common pool may have fewer.
            ExecutorService threads = Executors.newFixedThreadPool(2);
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(threads.submit(() -> read(runtime, stop)));
            }
            int sent = 0;
            for (int round = 0; round < 6; round++) {
                for (int i = 0; i < 50; i++) {
                    send(broker, "in", "k" + i, "v");
                    sent++;
                }
                if (round % 2 == 0) {
                    runtime.addStreamThread();
                } else {
                    runtime.removeStreamThread();
                }
            }
            values(broker, "out", sent);
            stop.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get(30, TimeUnit.SECONDS)).isPositive();
            }
            threads.shutdown();
            ReadOnlyKeyValueStore<String, Long> counts = awaitCount(runtime, "k49", 6L);
            assertThat(counts.get("k0")).isEqualTo(6);
        }
    }

    /** Reads until told to stop; a count never goes down, and what is thrown says that the store is not there. */
    private static int read(StreamsRuntime runtime, AtomicBoolean stop) {
        int answers = 0;
        Map<String, Long> last = new TreeMap<>();
        while (!stop.get()) {
            try {
                ReadOnlyKeyValueStore<String, Long> counts =
                        store(runtime, "counts", QueryableStoreTypes.keyValueStore());
                for (Map.Entry<String, Long> row : rows(counts.all()).entrySet()) {
                    Long before = last.put(row.getKey(), row.getValue());
                    assertThat(row.getValue()).isGreaterThanOrEqualTo(before == null ? 0 : before);
                }
                answers++;
            } catch (InvalidStateStoreException e) {
                assertThat(e).hasMessageMatching("(?s).*(restored|moved|closed|on this instance).*");
            }
        }
        return answers;
    }

    // ---- metadata ----

    @Test
    void shouldTellWhereStoresAndKeysAre() {
        Properties config = Words.config(directory);
        config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, "first:8080");
        Properties other = Words.config(directory.resolve("other"));
        other.put(StreamsConfig.APPLICATION_SERVER_CONFIG, "second:8080");
        try (StreamsRuntime first = new StreamsRuntime(topology(), config, broker);
                StreamsRuntime second = new StreamsRuntime(topology(), other, broker)) {
            first.start();
            second.start();
            await().atMost(Words.PATIENCE)
                    .until(() -> first.metadataForAllStreamsClients().size() == 2
                            && second.metadataForAllStreamsClients().size() == 2);
            awaitState(first, State.RUNNING);
            awaitState(second, State.RUNNING);

            List<TopicPartition> read = new ArrayList<>();
            for (StreamsMetadata instance : first.metadataForAllStreamsClients()) {
                assertThat(instance.stateStoreNames()).contains("counts", "names");
                read.addAll(instance.topicPartitions());
            }
            assertThat(read)
                    .containsExactlyInAnyOrder(
                            new TopicPartition("in", 0), new TopicPartition("in", 1), new TopicPartition("in", 2));
            assertThat(first.streamsMetadataForStore("counts")).hasSize(2);
            assertThat(first.streamsMetadataForStore("nothing")).isEmpty();
            KeyQueryMetadata found =
                    first.queryMetadataForKey("counts", "a", Serdes.String().serializer());
            assertThat(found)
                    .isEqualTo(second.queryMetadataForKey(
                            "counts", "a", Serdes.String().serializer()));
            assertThat(first.queryMetadataForKey(
                                    "counts",
                                    "a",
                                    (topic, key, value, count) -> java.util.Optional.of(Set.of(found.partition())))
                            .activeHost())
                    .isEqualTo(found.activeHost());
            StreamsRuntime owner = found.activeHost().equals(new HostInfo("first", 8080)) ? first : second;
            send(broker, "in", "a", "1");
            await().atMost(Words.PATIENCE)
                    .until(() -> Objects.equals(
                            owner.store(StoreQueryParameters.fromNameAndType(
                                                    "counts", QueryableStoreTypes.<String, Long>keyValueStore())
                                            .withPartition(found.partition()))
                                    .get("a"),
                            1L));
            assertThat(first.queryMetadataForKey("names", "a", Serdes.String().serializer()))
                    .isEqualTo(new KeyQueryMetadata(new HostInfo("first", 8080), Set.of(), -1));
        }
    }

    @Test
    void shouldDescribeThreadsTasksAndLags() {
        try (StreamsRuntime runtime = start()) {
            process(1, "a", "1");
            awaitCount(runtime, "a", 1L);

            ThreadMetadata thread = only(runtime.metadataForLocalThreads());
            assertThat(thread.threadName()).isEqualTo("app-StreamThread-1");
            assertThat(thread.threadState()).isEqualTo("RUNNING");
            assertThat(thread.activeTasks()).hasSize(3);
            assertThat(thread.standbyTasks()).isEmpty();
            assertThat(thread.producerClientIds()).hasSize(3);
            long committed = 0;
            for (TaskMetadata task : thread.activeTasks()) {
                TopicPartition input = only(task.topicPartitions());
                assertThat(task.endOffsets()).containsKey(input);
                committed += task.committedOffsets().getOrDefault(input, 0L);
            }
            assertThat(committed).isPositive();
            Map<String, Map<Integer, LagInfo>> lags = runtime.allLocalStorePartitionLags();
            assertThat(lags.keySet()).contains("counts", "daily", "sessions", "versions");
            assertThat(lags.get("counts")).hasSize(3);
            assertThat(lags.get("counts").values()).allMatch(lag -> lag.offsetLag() == 0);
            assertThat(runtime.metrics()).isNotNull();
        }
    }

    private static <T> T only(Iterable<T> all) {
        Iterator<T> iterator = all.iterator();
        T first = iterator.next();
        assertThat(iterator.hasNext()).isFalse();
        return first;
    }
}
