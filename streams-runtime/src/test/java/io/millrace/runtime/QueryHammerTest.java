package io.millrace.runtime;

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
import io.millrace.dsl.TimeWindows;
import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.log.KeyHash;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.query.FailureReason;
import io.millrace.query.KeyQuery;
import io.millrace.query.MultiVersionedKeyQuery;
import io.millrace.query.Query;
import io.millrace.query.QueryResult;
import io.millrace.query.RangeQuery;
import io.millrace.query.StateQueryRequest;
import io.millrace.query.TimestampedKeyQuery;
import io.millrace.query.TimestampedRangeQuery;
import io.millrace.query.VersionedKeyQuery;
import io.millrace.query.WindowKeyQuery;
import io.millrace.query.WindowRangeQuery;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.state.VersionedRecordIterator;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of every kind from several threads, while tasks process, fail, restore, move between two instances and close: right answers or typed errors. */
class QueryHammerTest {

    private static final int PARTITIONS = 4;
    private static final int KEYS = 40;
    private static final long TIME_NANOS = TimeUnit.SECONDS.toNanos(7);
    private static final Set<FailureReason> REASONS =
            Set.of(FailureReason.NOT_PRESENT, FailureReason.NOT_ACTIVE, FailureReason.NOT_UP_TO_BOUND);

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean failsNext = new AtomicBoolean();
    private final AtomicInteger failures = new AtomicInteger();
    private final Instant from = Instant.now().minus(Duration.ofDays(3));
    private final Instant to = Instant.now().plus(Duration.ofDays(3));

    @BeforeEach
    void createTopics() {
        broker.createTopic("in", PARTITIONS);
        broker.createTopic("names", 2);
        sendAll();
        for (int i = 0; i < KEYS; i++) {
            send(broker, "names", "k" + i, "name");
        }
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        broker.close();
    }

    private void sendAll() {
        String[] keysAndValues = new String[2 * KEYS];
        for (int i = 0; i < KEYS; i++) {
            keysAndValues[2 * i] = "k" + i;
            keysAndValues[2 * i + 1] = "v";
        }
        send(broker, "in", keysAndValues);
    }

    /** Keeps the last value of each key in two stores; fails now and then, between them. */
    private final class Keeping implements Processor<String, String, Void, Void> {

        private KeyValueStore<String, String> heap;
        private TimestampedKeyValueStoreWithHeaders<String, String> headered;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            heap = context.getStateStore("heap");
            headered = context.getStateStore("headered");
        }

        @Override
        public void process(Record<String, String> record) {
            heap.put(record.key(), record.value());
            if (failsNext.compareAndSet(true, false)) {
                failures.incrementAndGet();
                heap.delete(record.key());
                throw new IllegalStateException("fails now and then");
            }
            headered.put(
                    record.key(), ValueTimestampHeaders.make(record.value(), record.timestamp(), record.headers()));
        }
    }

    private Topology topology() {
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
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("heap"), Serdes.String(), Serdes.String()));
        builder.addStateStore(Stores.timestampedKeyValueStoreWithHeadersBuilder(
                Stores.persistentTimestampedKeyValueStoreWithHeaders("headered"), Serdes.String(), Serdes.String()));
        input.process(Keeping::new, "heap", "headered");
        builder.globalTable("names", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("names"));
        return builder.build();
    }

    private StreamsRuntime runtime(String name) {
        Properties config = Words.config(directory.resolve(name));
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        StreamsRuntime runtime = new StreamsRuntime(topology(), config, broker);
        runtime.setUncaughtExceptionHandler(e -> StreamThreadExceptionResponse.REPLACE_THREAD);
        return runtime;
    }

    // ---- what is asked ----

    /** Asks one thing about a key that is in the table; fails if the answer is wrong. */
    @FunctionalInterface
    private interface Question {

        void ask(StreamsRuntime runtime, String key);
    }

    private static <T> T store(StreamsRuntime runtime, String name, QueryableStoreType<T> type) {
        return runtime.store(StoreQueryParameters.fromNameAndType(name, type));
    }

    private static void requireSome(Object answer) {
        assertThat(answer).as("of a key that is in the table").isNotNull();
    }

    /** For a key that is there. */
    private static void requireRow(KeyValueIterator<?, ?> rows) {
        assertThat(read(rows)).as("rows of a key that is in the table").isPositive();
    }

    /** For ranges, of which an instance has a part. */
    private static int read(KeyValueIterator<?, ?> rows) {
        int count = 0;
        try (rows) {
            while (rows.hasNext()) {
                requireSome(rows.next());
                count++;
            }
        }
        return count;
    }

    private static boolean isOneRow(KeyValueIterator<?, ?> rows) {
        assertThat(read(rows)).as("rows of one key").isEqualTo(1);
        return true;
    }

    /** A query of all partitions: where the key's partition answers, it has to have the key. */
    private static <R> void query(
            StreamsRuntime runtime, String store, String key, Query<R> query, Function<R, Boolean> isThere) {
        var result = runtime.query(StateQueryRequest.inStore(store).withQuery(query));
        List<QueryResult<R>> answers =
                new ArrayList<>(result.getPartitionResults().values());
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int partition = KeyHash.partition(bytes, 0, bytes.length, PARTITIONS);
        QueryResult<R> ofKey = result.getPartitionResults().get(partition);
        for (QueryResult<R> answer : answers) {
            if (answer.isFailure()) {
                assertThat(answer.getFailureReason())
                        .as(answer.getFailureMessage())
                        .isIn(REASONS);
            } else if (answer != ofKey) {
                closeIfOpen(answer.getResult());
            }
        }
        if (ofKey != null && ofKey.isSuccess()) {
            assertThat(isThere.apply(ofKey.getResult()))
                    .as("partition %d, %s, of %s", partition, query, key)
                    .isTrue();
        }
    }

    private static void closeIfOpen(Object result) {
        if (result instanceof KeyValueIterator<?, ?> rows) {
            rows.close();
        } else if (result instanceof VersionedRecordIterator<?> versions) {
            versions.close();
        }
    }

    private List<Question> questions() {
        return List.of(
                (runtime, key) ->
                        requireSome(store(runtime, "counts", QueryableStoreTypes.<String, Long>keyValueStore())
                                .get(key)),
                (runtime, key) -> requireSome(
                        store(runtime, "counts", QueryableStoreTypes.<String, Long>timestampedKeyValueStore())
                                .get(key)),
                (runtime, key) ->
                        requireSome(store(runtime, "heap", QueryableStoreTypes.<String, String>keyValueStore())
                                .get(key)),
                (runtime, key) -> requireSome(store(
                                runtime,
                                "headered",
                                QueryableStoreTypes.<String, String>timestampedKeyValueStoreWithHeaders())
                        .get(key)),
                (runtime, key) ->
                        requireSome(store(runtime, "names", QueryableStoreTypes.<String, String>keyValueStore())
                                .get(key)),
                (runtime, key) -> assertThat(
                                read(store(runtime, "names", QueryableStoreTypes.<String, String>keyValueStore())
                                        .all()))
                        .isEqualTo(KEYS),
                (runtime, key) -> assertThat(
                                read(store(runtime, "counts", QueryableStoreTypes.<String, Long>keyValueStore())
                                        .all()))
                        .isBetween(1, KEYS),
                (runtime, key) -> read(store(runtime, "heap", QueryableStoreTypes.<String, String>keyValueStore())
                        .reverseRange("k1", "k3")),
                (runtime, key) -> read(store(runtime, "headered", QueryableStoreTypes.<String, String>keyValueStore())
                        .prefixScan("k", Serdes.String().serializer())),
                (runtime, key) -> requireRow(store(runtime, "daily", QueryableStoreTypes.<String, Long>windowStore())
                        .fetch(key, from, to)),
                (runtime, key) -> read(store(runtime, "daily", QueryableStoreTypes.<String, Long>windowStore())
                        .fetchAll(from, to)),
                (runtime, key) ->
                        requireRow(store(runtime, "sessions", QueryableStoreTypes.<String, Long>sessionStore())
                                .fetch(key)),
                (runtime, key) ->
                        query(runtime, "counts", key, KeyQuery.<String, Long>withKey(key), value -> value != null),
                (runtime, key) -> query(
                        runtime, "counts", key, TimestampedKeyQuery.<String, Long>withKey(key), value -> value != null),
                (runtime, key) -> query(
                        runtime,
                        "heap",
                        key,
                        RangeQuery.<String, String>withRange(key, key),
                        QueryHammerTest::isOneRow),
                (runtime, key) -> query(
                        runtime,
                        "counts",
                        key,
                        TimestampedRangeQuery.<String, Long>withRange(key, key),
                        QueryHammerTest::isOneRow),
                (runtime, key) -> query(
                        runtime,
                        "daily",
                        key,
                        WindowKeyQuery.<String, Long>withKeyAndWindowStartRange(key, from, to),
                        rows -> read(rows) > 0),
                (runtime, key) -> query(
                        runtime,
                        "daily",
                        key,
                        WindowRangeQuery.<String, Long>withWindowStartRange(from, to),
                        rows -> read(rows) > 0),
                (runtime, key) -> query(
                        runtime, "sessions", key, WindowRangeQuery.<String, Long>withKey(key), rows -> read(rows) > 0),
                (runtime, key) -> query(
                        runtime,
                        "versions",
                        key,
                        VersionedKeyQuery.<String, String>withKey(key),
                        value -> value != null),
                (runtime, key) -> query(
                        runtime,
                        "versions",
                        key,
                        MultiVersionedKeyQuery.<String, String>withKey(key),
                        QueryHammerTest::hasSome),
                (runtime, key) -> requireSome(uncommittedCounts(runtime).get(key)),
                (runtime, key) -> read(uncommittedCounts(runtime).range("k1", "k3")),
                this::subscribe);
    }

    private static ReadOnlyKeyValueStore<String, Long> uncommittedCounts(StreamsRuntime runtime) {
        return runtime.store(
                StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.<String, Long>keyValueStore())
                        .withUncommitted(Duration.ofSeconds(5)));
    }

    /** A subscription to one key has its row, unless it ends. */
    private void subscribe(StreamsRuntime runtime, String key) {
        try (StoreSubscription<String, Long> subscription = runtime.subscribe(
                StoreSubscriptionRequest.<String, Long>ofKey("counts", key).withCurrentRows())) {
            List<StoreChange<String, Long>> first = subscription.poll(Words.PATIENCE);
            assertThat(first).isNotEmpty().allMatch(change -> change.key().equals(key) && !change.isDeletion());
        }
    }

    // ---- the hammer ----

    @Test
    void shouldAnswerRightlyOrSayWhyNotWhateverHappensToTheTasks() throws Exception {
        AtomicReference<StreamsRuntime> two = new AtomicReference<>();
        AtomicBoolean isOver = new AtomicBoolean();
        Map<Outcome, AtomicInteger> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new AtomicInteger());
        }
        List<Future<?>> askers = new ArrayList<>();
        StreamsRuntime one = runtime("1");
        try {
            one.start();
            for (Question question : questions()) {
                await().atMost(Words.PATIENCE).ignoreExceptions().until(() -> allKeysAreThere(one, question));
            }
            for (int i = 0; i < 3; i++) {
                int number = i;
                askers.add(threads.submit(() -> ask(number, () -> number == 2 ? two.get() : one, isOver, outcomes)));
            }
            disturb(two);
        } finally {
            // They are still being asked while they close.
            one.close();
            StreamsRuntime last = two.get();
            if (last != null) {
                last.close();
            }
            isOver.set(true);
        }
        for (Future<?> asker : askers) {
            asker.get(60, TimeUnit.SECONDS);
        }
        assertThat(failures.get()).as("failures of tasks").isPositive();
        assertThat(outcomes.get(Outcome.ANSWER).get()).as("answers").isGreaterThan(100);
        assertThat(outcomes.get(Outcome.REFUSAL).get()).as("typed errors").isPositive();
    }

    private boolean allKeysAreThere(StreamsRuntime runtime, Question question) {
        for (int i = 0; i < KEYS; i++) {
            question.ask(runtime, "k" + i);
        }
        return true;
    }

    private enum Outcome {
        ANSWER,
        REFUSAL
    }

    @FunctionalInterface
    private interface Target {
        StreamsRuntime runtime();
    }

    private void ask(int seed, Target target, AtomicBoolean isOver, Map<Outcome, AtomicInteger> outcomes) {
        Random random = new Random(seed);
        List<Question> questions = questions();
        while (!isOver.get()) {
            StreamsRuntime runtime = target.runtime();
            if (runtime == null) {
                Thread.yield();
                continue;
            }
            try {
                questions.get(random.nextInt(questions.size())).ask(runtime, "k" + random.nextInt(KEYS));
                outcomes.get(Outcome.ANSWER).incrementAndGet();
            } catch (InvalidStateStoreException e) {
                assertThat(e.getMessage()).isNotBlank();
                outcomes.get(Outcome.REFUSAL).incrementAndGet();
            }
        }
    }

    /** Has tasks process and fail, and a second instance come, with nothing on disk, and go. */
    private void disturb(AtomicReference<StreamsRuntime> two) {
        long end = System.nanoTime() + TIME_NANOS;
        for (int round = 0; System.nanoTime() < end; round++) {
            sendAll();
            failsNext.set(round % 2 == 1);
            sendAll();
            StreamsRuntime before = two.getAndSet(null);
            if (before == null) {
                StreamsRuntime now = runtime("2");
                now.cleanUp();
                now.start();
                two.set(now);
                await().pollInterval(Duration.ofMillis(20))
                        .atMost(Words.PATIENCE)
                        .until(() -> now.state() == StreamsRuntime.State.RUNNING);
            } else {
                two.set(before);
                before.close();
                two.set(null);
            }
        }
    }

    private static boolean hasSome(VersionedRecordIterator<String> versions) {
        try (versions) {
            return versions.hasNext();
        }
    }
}
