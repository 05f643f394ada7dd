package io.millrace.runtime;

import static io.millrace.runtime.Words.awaitState;
import static io.millrace.runtime.Words.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import io.millrace.errors.StreamsNotStartedException;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.errors.UnknownStateStoreException;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.record.KeyValue;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.state.Windowed;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions to changes of tables in running applications. */
class StoreSubscriptionTest {

    private static final Duration NOT_AT_ALL = Duration.ZERO;
    private static final Duration A_WHILE = Duration.ofMillis(50);

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void createTopics() {
        broker.createTopic("in", 3);
        broker.createTopic("names", 2);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        broker.close();
    }

    /** Last values and counts by key, in windows and sessions, versions, and names as a global table. */
    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        var grouped = builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
        grouped.reduce((before, now) -> now.equals("-") ? null : now, Materialized.as("last"));
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofDays(1))).count(Materialized.as("daily"));
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofDays(1)))
                .count(Materialized.as("sessions"));
        grouped.reduce(
                (before, now) -> now,
                Materialized.as(Stores.persistentVersionedKeyValueStore("versions", Duration.ofDays(100))));
        builder.globalTable("names", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("names"));
        return builder.build();
    }

    private StreamsRuntime start() {
        StreamsRuntime runtime = new StreamsRuntime(topology(), Words.config(directory), broker);
        runtime.start();
        awaitState(runtime, State.RUNNING);
        return runtime;
    }

    private static <K, V> void awaitChange(
            StoreSubscription<K, V> subscription, List<StoreChange<K, V>> seen, int count) {
        await().atMost(Words.PATIENCE).until(() -> {
            seen.addAll(subscription.poll(A_WHILE));
            return seen.size() >= count;
        });
    }

    private static <K, V> List<StoreChange<K, V>> take(StoreSubscription<K, V> subscription, int count) {
        List<StoreChange<K, V>> seen = new ArrayList<>();
        awaitChange(subscription, seen, count);
        assertThat(seen).hasSize(count);
        return seen;
    }

    private static Map<String, String> rows(StreamsRuntime runtime, String store) {
        ReadOnlyKeyValueStore<String, String> all =
                runtime.store(StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.keyValueStore()));
        Map<String, String> rows = new TreeMap<>();
        try (KeyValueIterator<String, String> iterator = all.all()) {
            iterator.forEachRemaining(row -> rows.put(row.key, row.value));
        }
        return rows;
    }

    // ---- what comes ----

    @Test
    void shouldBringCurrentRowsAndThenChangesInTheOrderOfCommits() {
        try (StreamsRuntime runtime = start()) {
            send(broker, "in", "a", "1", "b", "1", "c", "1");
            await().atMost(Words.PATIENCE).until(() -> rows(runtime, "last").size() == 3);
            try (StoreSubscription<String, String> subscription = runtime.subscribe(
                    StoreSubscriptionRequest.<String, String>ofAll("last").withCurrentRows())) {
                assertThat(subscription.partitions()).containsExactly(0, 1, 2);
                assertThat(take(subscription, 3)).extracting(StoreChange::key).containsExactlyInAnyOrder("a", "b", "c");

                send(broker, "in", "a", "2");
                StoreChange<String, String> second = take(subscription, 1).get(0);
                send(broker, "in", "a", "-");
                StoreChange<String, String> deleted = take(subscription, 1).get(0);

                assertThat(second.value()).isEqualTo("2");
                assertThat(second.timestampMs()).isPositive();
                assertThat(second.headers()).isEmpty();
                assertThat(deleted.isDeletion()).isTrue();
                assertThat(deleted.timestampMs()).isGreaterThanOrEqualTo(second.timestampMs());
                assertThat(deleted.commitNumber()).isGreaterThan(second.commitNumber());
                assertThat(deleted.partition()).isEqualTo(second.partition());
                assertThat(subscription.poll(NOT_AT_ALL)).isEmpty();
            }
        }
    }

    @Test
    void shouldBringChangesOnlyUnlessRowsAreAskedFor() {
        try (StreamsRuntime runtime = start()) {
            send(broker, "in", "a", "1");
            await().atMost(Words.PATIENCE).until(() -> rows(runtime, "last").size() == 1);
            try (StoreSubscription<String, String> all = runtime.subscribe(StoreSubscriptionRequest.ofAll("last"))) {
                send(broker, "in", "b", "1");

                assertThat(take(all, 1)).extracting(StoreChange::key).containsExactly("b");
            }
        }
    }

    @Test
    void shouldBringOneKeyOrARangeOfKeys() {
        try (StreamsRuntime runtime = start();
                StoreSubscription<String, String> one = runtime.subscribe(StoreSubscriptionRequest.ofKey("last", "b"));
                StoreSubscription<String, String> some =
                        runtime.subscribe(StoreSubscriptionRequest.ofRange("last", "b", "c"));
                StoreSubscription<String, String> rest =
                        runtime.subscribe(StoreSubscriptionRequest.ofRange("last", "c", null))) {
            send(broker, "in", "a", "1", "b", "1", "c", "1", "d", "1");

            assertThat(take(one, 1)).extracting(StoreChange::key).containsExactly("b");
            assertThat(take(some, 2)).extracting(StoreChange::key).containsExactlyInAnyOrder("b", "c");
            assertThat(take(rest, 2)).extracting(StoreChange::key).containsExactlyInAnyOrder("c", "d");
            try (StoreSubscription<String, String> current =
                    runtime.subscribe(StoreSubscriptionRequest.<String, String>ofRange("last", "a", "b")
                            .withCurrentRows())) {
                assertThat(take(current, 2)).extracting(StoreChange::key).containsExactlyInAnyOrder("a", "b");
            }
        }
    }

    @Test
    void shouldBringWindowsAndSessions() {
        try (StreamsRuntime runtime = start()) {
            send(broker, "in", "a", "1");
            await().atMost(Words.PATIENCE).until(() -> rows(runtime, "last").size() == 1);
            try (StoreSubscription<Windowed<String>, Long> windows =
                            runtime.subscribe(StoreSubscriptionRequest.<String, Long>ofWindows("daily", "a")
                                    .withCurrentRows());
                    StoreSubscription<Windowed<String>, Long> sessions =
                            runtime.subscribe(StoreSubscriptionRequest.<Windowed<String>, Long>ofAll("sessions")
                                    .withCurrentRows())) {
                assertThat(take(windows, 1).get(0).value()).isEqualTo(1);
                assertThat(take(sessions, 1).get(0).value()).isEqualTo(1);
                send(broker, "in", "b", "1", "a", "2");

                StoreChange<Windowed<String>, Long> window = take(windows, 1).get(0);
                assertThat(window.key().key()).isEqualTo("a");
                assertThat(window.key().window().end() - window.key().window().start())
                        .isEqualTo(Duration.ofDays(1).toMillis());
                assertThat(window.value()).isEqualTo(2);
                Map<String, Long> last = new HashMap<>();
                await().atMost(Words.PATIENCE).until(() -> {
                    sessions.poll(A_WHILE).stream()
                            .filter(change -> !change.isDeletion())
                            .forEach(change -> last.put(change.key().key(), change.value()));
                    return last.equals(Map.of("a", 2L, "b", 1L));
                });
            }
        }
    }

    @Test
    void shouldBringChangesOfAGlobalStore() {
        send(broker, "names", "1", "one");
        try (StreamsRuntime runtime = start();
                StoreSubscription<String, String> names = runtime.subscribe(
                        StoreSubscriptionRequest.<String, String>ofAll("names").withCurrentRows())) {
            assertThat(names.partitions()).containsExactly(0);
            assertThat(take(names, 1)).extracting(StoreChange::value).containsExactly("one");
            send(broker, "names", "2", "two");
            assertThat(take(names, 1)).extracting(StoreChange::value).containsExactly("two");
        }
    }

    /** Keeps values with a header that says how long they are. */
    private static final class Headered implements Processor<String, String, Void, Void> {

        private ProcessorContext<Void, Void> context;
        private TimestampedKeyValueStoreWithHeaders<String, String> store;

        @Override
        public void init(ProcessorContext<Void, Void> newContext) {
            context = newContext;
            store = context.getStateStore("headered");
        }

        @Override
        public void process(Record<String, String> record) {
            record.headers().add("length", ("" + record.value().length()).getBytes(StandardCharsets.UTF_8));
            store.put(record.key(), ValueTimestampHeaders.make(record.value(), 77, record.headers()));
        }
    }

    @Test
    void shouldBringTimestampsAndHeadersOfStoresThatKeepThem() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Stores.timestampedKeyValueStoreWithHeadersBuilder(
                Stores.persistentTimestampedKeyValueStoreWithHeaders("headered"), Serdes.String(), Serdes.String()));
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String())).process(Headered::new, "headered");
        try (StreamsRuntime runtime = new StreamsRuntime(builder.build(), Words.config(directory), broker)) {
            runtime.start();
            awaitState(runtime, State.RUNNING);
            try (StoreSubscription<String, String> subscription =
                    runtime.subscribe(StoreSubscriptionRequest.ofAll("headered"))) {
                send(broker, "in", "a", "long");
                StoreChange<String, String> change = take(subscription, 1).get(0);
                try (StoreSubscription<String, String> later =
                        runtime.subscribe(StoreSubscriptionRequest.<String, String>ofAll("headered")
                                .withCurrentRows())) {
                    StoreChange<String, String> row = take(later, 1).get(0);
                    for (StoreChange<String, String> one : List.of(change, row)) {
                        assertThat(one.value()).isEqualTo("long");
                        assertThat(one.timestampMs()).isEqualTo(77);
                        assertThat(one.headers().lastHeader("length").value()).isEqualTo(new byte[] {'4'});
                    }
                }
            }
        }
    }

    // ---- no gap, no repeat ----

    @Test
    void shouldBringEachRowOnceHoweverMuchIsCommittedMeanwhile() throws Exception {
        int count = 6_000;
        Properties config = Words.config(directory);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        try (StreamsRuntime runtime = new StreamsRuntime(topology(), config, broker)) {
            runtime.start();
            awaitState(runtime, State.RUNNING);
            Future<?> producer = threads.submit(() -> {
                for (int i = 0; i < count; i += 20) {
                    String[] keysAndValues = new String[40];
                    for (int j = 0; j < 20; j++) {
                        keysAndValues[2 * j] = "k" + (i + j);
                        keysAndValues[2 * j + 1] = "v";
                    }
                    send(broker, "in", keysAndValues);
                }
            });
            List<Future<Set<String>>> subscribers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int after = i * count / 5;
                subscribers.add(threads.submit(() -> {
                    await().atMost(Words.PATIENCE)
                            .until(() -> rows(runtime, "last").size() >= after);
                    return eachOnce(runtime, count);
                }));
            }
            producer.get(60, TimeUnit.SECONDS);
            for (Future<Set<String>> subscriber : subscribers) {
                assertThat(subscriber.get(60, TimeUnit.SECONDS)).hasSize(count);
            }
        }
    }

    /** Subscribes, and reads until so many keys were there; fails if one comes twice, or a partition goes back in time. */
    private static Set<String> eachOnce(StreamsRuntime runtime, int count) {
        Map<String, Long> commits = new HashMap<>();
        Map<Integer, Long> newest = new HashMap<>();
        try (StoreSubscription<String, String> subscription = runtime.subscribe(
                StoreSubscriptionRequest.<String, String>ofAll("last").withCurrentRows())) {
            long end = System.nanoTime() + Words.PATIENCE.toNanos();
            while (commits.size() < count && System.nanoTime() < end) {
                for (StoreChange<String, String> change : subscription.poll(A_WHILE)) {
                    assertThat(commits.put(change.key(), change.commitNumber()))
                            .as("first change of %s", change.key())
                            .isNull();
                    assertThat(change.commitNumber())
                            .isGreaterThanOrEqualTo(newest.getOrDefault(change.partition(), -1L));
                    newest.put(change.partition(), change.commitNumber());
                }
            }
            assertThat(subscription.poll(NOT_AT_ALL)).isEmpty();
        }
        return commits.keySet();
    }

    @Test
    void shouldMakeACopyThatEqualsTheTable() throws Exception {
        try (StreamsRuntime runtime = start()) {
            AtomicInteger round = new AtomicInteger();
            Future<?> producer = threads.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    String value = i % 3 == 2 ? "-" : "" + i;
                    send(broker, "in", "a" + i % 7, value, "b" + i % 5, value, "c" + i % 2, value);
                    round.set(i);
                }
            });
            await().until(() -> round.get() > 20);
            Map<String, String> copy = new TreeMap<>();
            try (StoreSubscription<String, String> subscription = runtime.subscribe(
                    StoreSubscriptionRequest.<String, String>ofAll("last").withCurrentRows())) {
                producer.get(60, TimeUnit.SECONDS);
                send(broker, "in", "end", "0");
                await().atMost(Words.PATIENCE).until(() -> {
                    for (StoreChange<String, String> change : subscription.poll(A_WHILE)) {
                        if (change.isDeletion()) {
                            copy.remove(change.key());
                        } else {
                            copy.put(change.key(), change.value());
                        }
                    }
                    return copy.containsKey("end") && copy.equals(rows(runtime, "last"));
                });
            }
        }
    }

    // ---- ends ----

    @Test
    void shouldEndATooSlowSubscriptionAfterWhatIsBufferedAndLetTheTaskGoOn() {
        try (StreamsRuntime runtime = start();
                StoreSubscription<String, String> slow = runtime.subscribe(
                        StoreSubscriptionRequest.<String, String>ofAll("last").withMaxBufferedChanges(5))) {
            int sent = 0;
            while (sent < 12) {
                send(broker, "in", "k" + sent++, "v");
                int now = sent;
                await().atMost(Words.PATIENCE).until(() -> rows(runtime, "last").size() == now);
            }

            List<StoreChange<String, String>> seen = new ArrayList<>();
            assertThatThrownBy(() -> awaitChange(slow, seen, 12))
                    .isInstanceOf(SubscriptionOverflowException.class)
                    .hasMessageContaining("Subscribe anew");
            assertThat(seen).extracting(StoreChange::key).containsExactlyInAnyOrder("k0", "k1", "k2", "k3", "k4");
            assertThatThrownBy(() -> slow.poll(NOT_AT_ALL)).isInstanceOf(SubscriptionOverflowException.class);
        }
    }

    @Test
    void shouldNotCountChangesOfOtherKeysTowardsTheBound() {
        try (StreamsRuntime runtime = start();
                StoreSubscription<String, String> one =
                        runtime.subscribe(StoreSubscriptionRequest.<String, String>ofKey("last", "a")
                                .withMaxBufferedChanges(10))) {
            for (int i = 0; i < 10; i++) {
                for (int j = 0; j < 10; j++) {
                    send(broker, "in", "k" + i + j, "v", "l" + i + j, "v");
                }
                int now = 20 * (i + 1);
                await().atMost(Words.PATIENCE).until(() -> rows(runtime, "last").size() == now);
            }
            send(broker, "in", "a", "last");

            assertThat(take(one, 1)).extracting(StoreChange::value).containsExactly("last");
        }
    }

    @Test
    void shouldEndWhenItIsClosedWhileItIsPolled() throws Exception {
        try (StreamsRuntime runtime = start()) {
            StoreSubscription<String, String> subscription = runtime.subscribe(
                    StoreSubscriptionRequest.<String, String>ofAll("last").withCurrentRows());
            CountDownLatch polling = new CountDownLatch(1);
            Future<?> poller = threads.submit(() -> {
                polling.countDown();
                subscription.poll(Duration.ofMinutes(10));
            });
            polling.await();

            subscription.close();

            assertThatThrownBy(() -> poller.get(30, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(InvalidStateStoreException.class)
                    .rootCause()
                    .hasMessageContaining("was closed");
            subscription.close();
        }
    }

    @Test
    void shouldEndWithEverythingThatWasCommittedWhenTheApplicationCloses() {
        StreamsRuntime runtime = start();
        StoreSubscription<String, String> subscription = runtime.subscribe(StoreSubscriptionRequest.ofAll("last"));
        send(broker, "in", "a", "1", "b", "1", "c", "1");
        await().atMost(Words.PATIENCE).until(() -> rows(runtime, "last").size() == 3);
        runtime.close();

        List<String> seen = new ArrayList<>();
        assertThatThrownBy(() -> {
                    while (true) {
                        subscription.poll(A_WHILE).forEach(change -> seen.add(change.key()));
                    }
                })
                .isInstanceOf(InvalidStateStoreException.class)
                .hasMessageContaining("Subscribe anew");
        assertThat(seen).containsExactlyInAnyOrder("a", "b", "c");
        subscription.close();
    }

    @Test
    void shouldTellAListenerInsteadOfAThreadThatWaits() {
        try (StreamsRuntime runtime = start();
                StoreSubscription<String, String> subscription =
                        runtime.subscribe(StoreSubscriptionRequest.ofAll("last"))) {
            ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
            ExecutorService server = Executors.newSingleThreadExecutor();
            try {
                subscription.onAvailable(() -> server.execute(() -> {
                    for (var changes = subscription.poll(NOT_AT_ALL);
                            !changes.isEmpty();
                            changes = subscription.poll(NOT_AT_ALL)) {
                        changes.forEach(change -> seen.add(change.key() + change.value()));
                    }
                }));
                for (int i = 0; i < 50; i++) {
                    send(broker, "in", "a", "" + i);
                    String now = "a" + i;
                    await().atMost(Words.PATIENCE).until(() -> seen.contains(now));
                }
            } finally {
                server.shutdownNow();
            }
        }
    }

    // ---- failures and moves ----

    /** Counts attempts, and fails on the first ones at a record. */
    private static final class Failing implements Processor<String, String, Void, Void> {

        private static final int FAILURES = 3;
        private final AtomicInteger attempts;
        private KeyValueStore<String, String> store;

        Failing(AtomicInteger attempts) {
            this.attempts = attempts;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore("attempts");
        }

        @Override
        public void process(Record<String, String> record) {
            if (record.value().equals("bad")) {
                int attempt = attempts.incrementAndGet();
                store.put(record.key(), "attempt " + attempt);
                if (attempt <= FAILURES) {
                    throw new IllegalStateException("attempt " + attempt + " fails");
                }
            } else {
                store.put(record.key(), record.value());
            }
        }
    }

    @Test
    void shouldNeverShowWhatAFailedTaskHadNotCommitted() {
        AtomicInteger attempts = new AtomicInteger();
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore("attempts"), Serdes.String(), Serdes.String()));
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .process(() -> new Failing(attempts), "attempts");
        try (StreamsRuntime runtime = new StreamsRuntime(builder.build(), Words.config(directory), broker)) {
            runtime.setUncaughtExceptionHandler(e -> StreamThreadExceptionResponse.REPLACE_THREAD);
            runtime.start();
            awaitState(runtime, State.RUNNING);
            StoreSubscription<String, String> first = runtime.subscribe(StoreSubscriptionRequest.ofAll("attempts"));
            send(broker, "in", "a", "1");
            assertThat(take(first, 1)).extracting(StoreChange::value).containsExactly("1");
            send(broker, "in", "a", "bad", "a", "2");

            assertThatThrownBy(() -> assertThat(first.poll(Words.PATIENCE)).isEmpty())
                    .isInstanceOf(InvalidStateStoreException.class);
            List<String> seen = new ArrayList<>();
            Map<String, String> copy = followUntil(runtime, "attempts", rows -> "2".equals(rows.get("a")), seen);

            assertThat(copy).containsEntry("a", "2");
            assertThat(seen).isNotEmpty().isSubsetOf("1", "attempt " + attempts.get(), "2");
            assertThat(attempts.get()).isEqualTo(Failing.FAILURES + 1);
            first.close();
        }
    }

    private interface Done {
        boolean is(Map<String, String> copy);
    }

    /** Follows a table as a program would: when a subscription ends, it makes its copy anew from a new one. */
    private static Map<String, String> followUntil(StreamsRuntime runtime, String store, Done done, List<String> seen) {
        Map<String, String> copy = new TreeMap<>();
        long end = System.nanoTime() + Words.PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            copy.clear();
            try (StoreSubscription<String, String> subscription = runtime.subscribe(
                    StoreSubscriptionRequest.<String, String>ofAll(store).withCurrentRows())) {
                while (System.nanoTime() < end && !done.is(copy)) {
                    for (StoreChange<String, String> change : subscription.poll(A_WHILE)) {
                        seen.add(change.value());
                        if (change.isDeletion()) {
                            copy.remove(change.key());
                        } else {
                            copy.put(change.key(), change.value());
                        }
                    }
                }
                return copy;
            } catch (InvalidStateStoreException e) {
                // Its task was closed: once more.
            }
        }
        return copy;
    }

    @Test
    void shouldEndWhenATaskMovesToAnotherInstanceAndGoOnThere() throws Exception {
        broker.createTopic("moving", 4);
        StreamsBuilder builder = new StreamsBuilder();
        builder.table("moving", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("moving"));
        Topology topology = builder.build();
        try (StreamsRuntime one = new StreamsRuntime(topology, Words.config(directory.resolve("1")), broker)) {
            one.start();
            awaitState(one, State.RUNNING);
            StoreSubscription<String, String> before = one.subscribe(StoreSubscriptionRequest.ofAll("moving"));
            String[] keysAndValues = new String[200];
            for (int i = 0; i < 100; i++) {
                keysAndValues[2 * i] = "k" + i;
                keysAndValues[2 * i + 1] = "1";
            }
            send(broker, "moving", keysAndValues);
            take(before, 100);
            try (StreamsRuntime two = new StreamsRuntime(topology, Words.config(directory.resolve("2")), broker)) {
                two.start();
                await().atMost(Words.PATIENCE)
                        .until(() -> !two.metadataForLocalThreads()
                                .iterator()
                                .next()
                                .activeTasks()
                                .isEmpty());
                await().atMost(Words.PATIENCE)
                        .ignoreExceptions()
                        .until(() ->
                                rows(one, "moving").size() + rows(two, "moving").size() == 100);

                assertThatThrownBy(() -> before.poll(Duration.ofSeconds(30)))
                        .isInstanceOf(InvalidStateStoreException.class)
                        .hasMessageContaining("Subscribe anew");
                before.close();

                Map<String, String> copy = new TreeMap<>();
                Set<Integer> partitions = new java.util.TreeSet<>();
                for (StreamsRuntime instance : List.of(one, two)) {
                    try (StoreSubscription<String, String> subscription =
                            instance.subscribe(StoreSubscriptionRequest.<String, String>ofAll("moving")
                                    .withCurrentRows())) {
                        assertThat(partitions.addAll(subscription.partitions())).isTrue();
                        List<KeyValue<String, String>> all = new ArrayList<>();
                        int expected = rows(instance, "moving").size();
                        take(subscription, expected)
                                .forEach(change -> all.add(KeyValue.pair(change.key(), change.value())));
                        all.forEach(
                                row -> assertThat(copy.put(row.key, row.value)).isNull());
                    }
                }
                assertThat(copy).hasSize(100);
                assertThat(partitions).containsExactly(0, 1, 2, 3);
            }
        }
    }

    // ---- refusals ----

    @Test
    void shouldSayWhyThereIsNoSubscription() {
        try (StreamsRuntime runtime = new StreamsRuntime(topology(), Words.config(directory), broker)) {
            assertThatThrownBy(() -> runtime.subscribe(StoreSubscriptionRequest.ofAll("last")))
                    .isInstanceOf(StreamsNotStartedException.class);
            runtime.start();
            awaitState(runtime, State.RUNNING);

            assertThatThrownBy(() -> runtime.subscribe(StoreSubscriptionRequest.ofAll("nobody")))
                    .isInstanceOf(UnknownStateStoreException.class);
            assertThatThrownBy(() -> runtime.subscribe(StoreSubscriptionRequest.ofAll("versions")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be subscribed to");
            assertThatThrownBy(() -> runtime.subscribe(
                            StoreSubscriptionRequest.ofAll("last").withPartition(7)))
                    .isInstanceOf(InvalidStateStoreException.class)
                    .hasMessageContaining("Partition 7");
            assertThatThrownBy(() -> StoreSubscriptionRequest.ofAll("last").withMaxBufferedChanges(0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
