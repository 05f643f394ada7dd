package io.millrace.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.query.Position;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionWindow;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.state.VersionedRecord;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.rocksdb.RocksEngine;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.CommittedChanges;
import io.millrace.stores.table.RowReader;
import io.millrace.stores.view.Replica;
import io.millrace.stores.view.ReplicaDefaults;
import io.millrace.stores.view.TaskView;
import io.millrace.stores.view.TaskViews;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other threads see of a task's stores. */
class CommittedViewTest {

    private static final ReplicaDefaults DEFAULTS = new ReplicaDefaults() {
        @Override
        public String topic(String storeName) {
            return storeName + "-changelog";
        }

        @Override
        public Serde<?> keySerde() {
            return Serdes.String();
        }

        @Override
        public Serde<?> valueSerde() {
            return Serdes.String();
        }
    };

    @TempDir
    Path directory;

    private final TaskViews views = TaskViews.forFollowers();

    private StoreTask task(boolean persistent) {
        return task(Stores.keyValueStoreBuilder(
                persistent ? Stores.persistentKeyValueStore("rows") : Stores.inMemoryKeyValueStore("rows"),
                Serdes.String(),
                Serdes.String()));
    }

    private StoreTask task(io.millrace.state.StoreBuilder<?> builder) {
        EngineFactory engines = RocksEngine.factory((store, options) -> {});
        StoreTask task = new StoreTask(directory.toString(), engines, 0, builder);
        task.stores.publish(views);
        task.stores.publishRestored(Position.emptyPosition());
        return task;
    }

    /** A store over a view that is held. */
    private record Pinned<T>(TaskView view, T store) implements AutoCloseable {

        @Override
        public void close() {
            view.release();
        }
    }

    @SuppressWarnings("unchecked") // the test names the type of its store
    private <T> Pinned<T> pin(StoreTask task) {
        TaskView view = Objects.requireNonNull(views.acquire());
        BuiltInStore original = task.store("rows");
        return new Pinned<>(view, (T) Replica.pinned(original, Objects.requireNonNull(view.store("rows")), DEFAULTS));
    }

    private static <K, V> List<KeyValue<K, V>> all(KeyValueIterator<K, V> iterator) {
        List<KeyValue<K, V>> rows = new ArrayList<>();
        try (iterator) {
            iterator.forEachRemaining(rows::add);
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowCommittedRowsOnlyAndStayAtItsCommit(boolean persistent) {
        try (StoreTask task = task(persistent)) {
            KeyValueStore<String, String> store = task.store("rows");
            store.put("a", "1");
            store.put("b", "1");
            task.commit();
            store.put("a", "uncommitted");

            try (Pinned<KeyValueStore<String, String>> pinned = pin(task)) {
                store.put("b", null);
                store.put("c", "2");
                task.commit();
                task.apply();
                store.put("d", "3");
                task.commit();

                assertThat(pinned.store().get("a")).isEqualTo("1");
                assertThat(all(pinned.store().all())).containsExactly(KeyValue.pair("a", "1"), KeyValue.pair("b", "1"));
            }
            try (Pinned<KeyValueStore<String, String>> newest = pin(task)) {
                assertThat(all(newest.store().reverseAll()))
                        .containsExactly(
                                KeyValue.pair("d", "3"), KeyValue.pair("c", "2"), KeyValue.pair("a", "uncommitted"));
                assertThat(newest.store().get("b")).isNull();
                assertThat(newest.store().approximateNumEntries()).isEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowWhatAModelShowsAtEveryCommitOfRandomChanges(boolean persistent) {
        Random random = new Random(7);
        try (StoreTask task = task(persistent)) {
            KeyValueStore<String, String> store = task.store("rows");
            TreeMap<String, String> model = new TreeMap<>();
            Replica follower = Replica.following(task.store("rows"), views, 1_000, DEFAULTS);
            @SuppressWarnings("unchecked") // the test has made the store with these types
            KeyValueStore<String, String> followed = (KeyValueStore<String, String>) follower.store();
            List<Pinned<KeyValueStore<String, String>>> old = new ArrayList<>();
            List<List<KeyValue<String, String>>> oldRows = new ArrayList<>();
            for (int commit = 0; commit < 150; commit++) {
                for (int i = random.nextInt(30); i > 0; i--) {
                    String key = "k" + random.nextInt(100);
                    String value = random.nextInt(4) == 0 ? null : "v" + commit;
                    store.put(key, value);
                    if (value == null) {
                        model.remove(key);
                    } else {
                        model.put(key, value);
                    }
                }
                task.commit();
                if (random.nextInt(10) == 0) {
                    task.apply();
                }
                List<KeyValue<String, String>> expected = new ArrayList<>();
                model.forEach((key, value) -> expected.add(KeyValue.pair(key, value)));
                if (random.nextInt(100) != 0) {
                    follower.catchUp();
                    String key = "k" + random.nextInt(100);
                    assertThat(followed.get(key)).as("commit %d", commit).isEqualTo(model.get(key));
                    assertThat(all(followed.all())).isEqualTo(expected);
                }
                Pinned<KeyValueStore<String, String>> pinned = pin(task);
                assertThat(all(pinned.store().all())).isEqualTo(expected);
                old.add(pinned);
                oldRows.add(expected);
            }
            for (int i = 0; i < old.size(); i++) {
                assertThat(all(old.get(i).store().all())).isEqualTo(oldRows.get(i));
                old.get(i).close();
            }
        }
    }

    @Test
    void shouldFollowAfterMoreCommitsThanAreRemembered() {
        try (StoreTask task = task(true)) {
            KeyValueStore<String, String> store = task.store("rows");
            Replica follower = Replica.following(task.store("rows"), views, 1 << 20, DEFAULTS);
            @SuppressWarnings("unchecked") // the test has made the store with these types
            KeyValueStore<String, String> followed = (KeyValueStore<String, String>) follower.store();
            store.put("a", "old");
            task.commit();
            follower.catchUp();
            assertThat(followed.get("a")).isEqualTo("old");

            store.put("a", "new");
            task.commit();
            for (int i = 0; i < 200; i++) {
                store.put("b", "" + i);
                task.commit();
            }
            follower.catchUp();

            assertThat(followed.get("a")).isEqualTo("new");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowWindowsSessionsAndVersions(boolean persistent) {
        Duration day = Duration.ofDays(1);
        Duration hour = Duration.ofHours(1);
        try (StoreTask task = task(Stores.windowStoreBuilder(
                persistent
                        ? Stores.persistentWindowStore("rows", day, hour, false)
                        : Stores.inMemoryWindowStore("rows", day, hour, false),
                Serdes.String(),
                Serdes.String()))) {
            WindowStore<String, String> store = task.store("rows");
            store.put("a", "w1", 0);
            store.put("a", "w2", hour.toMillis());
            task.commit();
            store.put("a", "uncommitted", 0);
            try (Pinned<WindowStore<String, String>> pinned = pin(task)) {
                assertThat(pinned.store().fetch("a", 0)).isEqualTo("w1");
                assertThat(all(pinned.store().fetch("a", 0, hour.toMillis())))
                        .containsExactly(KeyValue.pair(0L, "w1"), KeyValue.pair(hour.toMillis(), "w2"));
            }
        }
        TaskViews sessionViews = TaskViews.forFollowers();
        try (StoreTask task = new StoreTask(
                directory.resolve("sessions").toString(),
                RocksEngine.factory((store, options) -> {}),
                0,
                Stores.sessionStoreBuilder(
                        persistent
                                ? Stores.persistentSessionStore("rows", day)
                                : Stores.inMemorySessionStore("rows", day),
                        Serdes.String(),
                        Serdes.String()))) {
            task.stores.publish(sessionViews);
            task.stores.publishRestored(Position.emptyPosition());
            SessionStore<String, String> store = task.store("rows");
            Windowed<String> session = new Windowed<>("a", new SessionWindow(1, 5));
            store.put(session, "s");
            task.commit();
            store.remove(session);
            TaskView view = Objects.requireNonNull(sessionViews.acquire());
            @SuppressWarnings("unchecked") // the test has made the store with these types
            SessionStore<String, String> pinned = (SessionStore<String, String>)
                    Replica.pinned(task.store("rows"), Objects.requireNonNull(view.store("rows")), DEFAULTS);
            assertThat(all(pinned.fetch("a"))).containsExactly(KeyValue.pair(session, "s"));
            view.release();
        }
    }

    @Test
    void shouldPublishEveryCommitOnceSomebodyAsks() {
        TaskViews asked = TaskViews.forQueries();
        try (StoreTask task = new StoreTask(
                directory.toString(),
                RocksEngine.factory((store, options) -> {}),
                0,
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore("rows"), Serdes.String(), Serdes.String()))) {
            task.stores.publish(asked);
            task.stores.publishRestored(Position.emptyPosition());
            KeyValueStore<String, String> store = task.store("rows");
            store.put("a", "1");
            task.commit();
            assertThat(get(task, asked, "a")).as("nobody has asked before").isNull();
            store.put("b", "2");
            task.commit();
            assertThat(get(task, asked, "a")).isEqualTo("1");
            assertThat(get(task, asked, "b")).isEqualTo("2");
            store.put("a", null);
            task.commit();
            assertThat(get(task, asked, "a")).isNull();
            task.apply();
            assertThat(get(task, asked, "b")).isEqualTo("2");
        }
    }

    @SuppressWarnings("unchecked") // the test names the type of its store
    private static String get(StoreTask task, TaskViews views, String key) {
        TaskView view = Objects.requireNonNull(views.acquire());
        try {
            return ((KeyValueStore<String, String>)
                            Replica.pinned(task.store("rows"), Objects.requireNonNull(view.store("rows")), DEFAULTS))
                    .get(key);
        } finally {
            view.release();
        }
    }

    /** Follows a task from its first followed view on, and keeps what it makes of the changes. */
    private static final class Copy implements TaskViews.Listener {

        private final StoreTask task;
        private final TaskViews followed;
        private final Map<Object, Object> rows = new TreeMap<>();
        private long version = -1;
        private boolean isClosed;

        Copy(StoreTask task, TaskViews followed) {
            this.task = task;
            this.followed = followed;
        }

        private RowReader reader(TaskView view) {
            return (RowReader) Replica.pinned(task.store("rows"), Objects.requireNonNull(view.store("rows")), DEFAULTS);
        }

        void startAt(TaskView view) {
            version = view.version();
            try (KeyValueIterator<?, ?> all = reader(view).rowsBetween(null, null)) {
                all.forEachRemaining(row -> rows.put(row.key, row.value));
            }
        }

        @Override
        public void published(TaskView view, @Nullable Map<String, CommittedChanges> changes) {
            if (version < 0) {
                if (view.isFollowed()) {
                    startAt(view);
                }
                return;
            }
            assertThat(view.version()).isEqualTo(++version);
            CommittedChanges changed =
                    Objects.requireNonNull(changes, "changes").get("rows");
            RowReader reader = reader(view);
            for (int i = 0; changed != null && i < changed.size(); i++) {
                Object key = reader.shownKey(changed.key(i));
                Object value = reader.shownValue(changed.stored(i), changed.timestampMs(i));
                if (value == null) {
                    rows.remove(key);
                } else {
                    rows.put(key, value);
                }
            }
        }

        @Override
        public void closed() {
            isClosed = true;
            followed.removeListener(this);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellAListenerEveryChangeFromItsStartOnWhereverInTheLifeOfTheTaskItBegins(boolean persistent) {
        for (int start = 0; start < 25; start++) {
            Random random = new Random(start);
            TaskViews asked = TaskViews.forQueries();
            StoreTask task = new StoreTask(
                    directory.resolve("start" + start).toString(),
                    RocksEngine.factory((store, options) -> {}),
                    0,
                    Stores.keyValueStoreBuilder(
                            persistent ? Stores.persistentKeyValueStore("rows") : Stores.inMemoryKeyValueStore("rows"),
                            Serdes.String(),
                            Serdes.String()));
            task.stores.publish(asked);
            task.stores.publishRestored(Position.emptyPosition());
            Copy copy = new Copy(task, asked);
            TreeMap<String, String> model = new TreeMap<>();
            KeyValueStore<String, String> store = task.store("rows");
            for (int commit = 0; commit < 40; commit++) {
                TreeMap<String, String> next = new TreeMap<>(model);
                for (int i = random.nextInt(8); i > 0; i--) {
                    String key = "k" + random.nextInt(10);
                    store.put(key, "v" + commit + "-" + i);
                    next.put(key, "v" + commit + "-" + i);
                    if (random.nextInt(4) == 0) {
                        store.delete(key);
                        next.remove(key);
                    }
                    if (commit == start && i == 2) {
                        asked.addListener(copy);
                        task.stores.doWork(0);
                        assertThat(copy.rows).isEqualTo(model);
                    }
                }
                if (random.nextInt(5) == 0) {
                    task.stores.rewind();
                } else {
                    task.commit();
                    model = next;
                }
                if (copy.version >= 0) {
                    assertThat(copy.rows)
                            .as("start %d, commit %d", start, commit)
                            .isEqualTo(model);
                }
            }
            asked.addListener(copy);
            task.close();

            assertThat(copy.rows).isEqualTo(model);
            assertThat(copy.isClosed).isTrue();
        }
    }

    @Test
    void shouldShowTheFirstWhoAsksWhatIsCommittedByThen() throws Exception {
        TaskViews asked = TaskViews.forQueries();
        try (StoreTask task = new StoreTask(
                directory.toString(),
                RocksEngine.factory((store, options) -> {}),
                0,
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore("rows"), Serdes.String(), Serdes.String()))) {
            task.stores.publish(asked);
            task.stores.publishRestored(Position.emptyPosition());
            task.<KeyValueStore<String, String>>store("rows").put("a", "1");
            task.commit();

            FutureTask<TaskView> asking = new FutureTask<>(() -> asked.acquireLatest(60_000));
            new Thread(asking, "asks").start();
            while (!asking.isDone()) {
                task.stores.doWork(0);
            }

            TaskView view = asking.get();
            KeyValueStore<?, ?> shown = (KeyValueStore<?, ?>)
                    Replica.pinned(task.store("rows"), Objects.requireNonNull(view.store("rows")), DEFAULTS);
            assertThat(all(shown.all()).toString()).contains("KeyValue(a, 1)");
            view.release();
        }
    }

    @Test
    void shouldShowVersionsOfAVersionedStore() {
        try (StoreTask task = task(Stores.versionedKeyValueStoreBuilder(
                Stores.persistentVersionedKeyValueStore("rows", Duration.ofDays(1)),
                Serdes.String(),
                Serdes.String()))) {
            VersionedKeyValueStore<String, String> store = task.store("rows");
            store.put("a", "v1", 10);
            store.put("a", "v2", 20);
            task.commit();
            store.put("a", "v3", 30);
            try (Pinned<VersionedKeyValueStore<String, String>> pinned = pin(task)) {
                assertThat(pinned.store().get("a")).isEqualTo(new VersionedRecord<>("v2", 20));
                assertThat(pinned.store().get("a", 15)).isEqualTo(new VersionedRecord<>("v1", 10));
            }
        }
    }

    @Test
    void shouldRefuseWritesToAReplica() {
        try (StoreTask task = task(true);
                Pinned<KeyValueStore<String, String>> pinned = pin(task)) {
            assertThatThrownBy(() -> pinned.store().put("a", "b"))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("can only be read");
        }
    }

    @Test
    void shouldEndAScanWithATypedErrorWhenTheTaskCloses() {
        StoreTask task = task(true);
        KeyValueStore<String, String> store = task.store("rows");
        for (int i = 0; i < 100; i++) {
            store.put("k" + i, "v");
        }
        task.commit();
        task.apply();
        Pinned<KeyValueStore<String, String>> pinned = pin(task);
        KeyValueIterator<String, String> scan = pinned.store().all();
        scan.next();

        task.close();

        assertThatThrownBy(() -> scan.forEachRemaining(row -> {})).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(() -> pinned.store().get("k1")).isInstanceOf(InvalidStateStoreException.class);
        assertThat(views.acquire()).isNull();
        scan.close();
        pinned.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadWholeCommitsFromManyThreadsWhileTheTaskWritesAndCloses(boolean persistent) throws Exception {
        StoreTask task = task(persistent);
        KeyValueStore<String, String> store = task.store("rows");
        BuiltInStore original = task.store("rows");
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(3);
        List<Future<Long>> readers = new ArrayList<>();
        // A thread each: the common pool may have fewer.
        ExecutorService threads = Executors.newFixedThreadPool(3);
        for (int thread = 0; thread < 3; thread++) {
            readers.add(threads.submit(() -> {
                long reads = 0;
                while (!stop.get()) {
                    TaskView view = views.acquire();
                    if (view == null) {
                        continue;
                    }
                    try {
                        @SuppressWarnings("unchecked") // the test has made the store with these types
                        KeyValueStore<String, String> pinned = (KeyValueStore<String, String>)
                                Replica.pinned(original, Objects.requireNonNull(view.store("rows")), DEFAULTS);
                        List<KeyValue<String, String>> rows = all(pinned.all());
                        // Every commit gives all keys one value.
                        assertThat(rows.stream()
                                        .map(row -> row.value)
                                        .distinct()
                                        .count())
                                .isLessThanOrEqualTo(1);
                        reads++;
                    } catch (InvalidStateStoreException e) {
                        assertThat(views.isClosed()).isTrue();
                    } finally {
                        view.release();
                        if (reads == 1) {
                            reading.countDown();
                        }
                    }
                }
                return reads;
            }));
        }
        for (int commit = 0; commit < 400 || reading.getCount() > 0; commit++) {
            for (int key = 0; key < 50; key++) {
                store.put("k" + key, "v" + commit);
            }
            task.commit();
        }
        task.close();
        stop.set(true);

        for (Future<Long> reader : readers) {
            assertThat(reader.get(30, TimeUnit.SECONDS)).isPositive();
        }
        threads.shutdown();
    }
}
