package io.millrace.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.StreamsException;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.StoreBuilder;
import io.millrace.state.TimeWindow;
import io.millrace.state.WindowBytesStoreSupplier;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.rocksdb.RocksEngine;
import io.millrace.stores.table.CachedStore;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.task.TaskMemory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every window store has to do. Expected orders were seen on Kafka Streams 4.3.1. */
class WindowStoreContractTest {

    private static final long RETENTION_MS = 100_000;
    private static final long WINDOW_MS = 10;
    private static final long SEGMENT_MS = 60_000;

    @TempDir
    Path directory;

    enum Kind {
        HEAP(false, false, false),
        HEAP_CACHED(false, true, false),
        HEAP_DUPLICATES(false, false, true),
        ROCKS(true, false, false),
        ROCKS_CACHED(true, true, false),
        ROCKS_DUPLICATES(true, false, true);

        final boolean persistent;
        final boolean cached;
        final boolean duplicates;

        Kind(boolean persistent, boolean cached, boolean duplicates) {
            this.persistent = persistent;
            this.cached = cached;
            this.duplicates = duplicates;
        }

        StoreBuilder<WindowStore<String, String>> builder() {
            Duration retention = Duration.ofMillis(RETENTION_MS);
            Duration window = Duration.ofMillis(WINDOW_MS);
            WindowBytesStoreSupplier supplier = persistent
                    ? Stores.persistentWindowStore("s", retention, window, duplicates)
                    : Stores.inMemoryWindowStore("s", retention, window, duplicates);
            var builder = Stores.windowStoreBuilder(supplier, Serdes.String(), Serdes.String());
            return cached ? builder.withCachingEnabled() : builder;
        }
    }

    private StoreTask open(Kind kind, String place, long readCacheBytes) {
        EngineFactory engines = RocksEngine.factory((store, options) -> {});
        return new StoreTask(
                directory.resolve(place).toString(),
                engines,
                new TaskMemory(new RecordCacheBudget(kind.cached ? 2_000 : 0), readCacheBytes),
                kind.builder());
    }

    private static <K> List<String> drain(KeyValueIterator<K, String> iterator) {
        try (iterator) {
            List<String> rows = new ArrayList<>();
            while (iterator.hasNext()) {
                K peeked = iterator.peekNextKey();
                KeyValue<K, String> row = iterator.next();
                assertThat(peeked).isEqualTo(row.key);
                rows.add(row.key + "=" + row.value);
            }
            return rows;
        }
    }

    private static Windowed<String> windowed(String key, long start) {
        return new Windowed<>(key, new TimeWindow(start, start + WINDOW_MS));
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowRowsInTheOrderOfKafkaStreams(Kind kind) {
        try (StoreTask task = open(kind, "o", StoreTask.ROOMY)) {
            WindowStore<String, String> store = task.at(1).store("s");
            for (String key : List.of("b", "a", "ab", "c")) {
                store.put(key, key + "1", 20);
                store.put(key, key + "2", 5);
                store.put(key, key + "3", 70_000);
            }
            store.put("c", null, 20);

            List<String> all = new ArrayList<>(
                    kind.persistent
                            ? List.of(
                                    "[a@5/15]=a2",
                                    "[a@20/30]=a1",
                                    "[ab@5/15]=ab2",
                                    "[ab@20/30]=ab1",
                                    "[b@5/15]=b2",
                                    "[b@20/30]=b1",
                                    "[c@5/15]=c2")
                            : List.of(
                                    "[a@5/15]=a2",
                                    "[ab@5/15]=ab2",
                                    "[b@5/15]=b2",
                                    "[c@5/15]=c2",
                                    "[a@20/30]=a1",
                                    "[ab@20/30]=ab1",
                                    "[b@20/30]=b1"));
            if (kind.duplicates) {
                all.add("[c@20/30]=c1");
            }
            all.addAll(
                    List.of("[a@70000/70010]=a3", "[ab@70000/70010]=ab3", "[b@70000/70010]=b3", "[c@70000/70010]=c3"));

            assertThat(drain(store.all())).isEqualTo(all);
            assertThat(drain(store.backwardAll())).isEqualTo(reversed(all));
            assertThat(drain(store.fetch("a", "b", 0, 80_000)))
                    .isEqualTo(all.stream().filter(row -> !row.startsWith("[c")).toList());
            assertThat(drain(store.fetch(null, "a", 0, 80_000)))
                    .isEqualTo(all.stream().filter(row -> row.startsWith("[a@")).toList());
            assertThat(drain(store.fetchAll(6, 80_000)))
                    .isEqualTo(all.stream().filter(row -> !row.contains("@5/")).toList());
            assertThat(drain(store.backwardFetchAll(6, 80_000)))
                    .isEqualTo(reversed(
                            all.stream().filter(row -> !row.contains("@5/")).toList()));
            assertThat(drain(store.fetch("a", 0, Long.MAX_VALUE))).isEqualTo(List.of("5=a2", "20=a1", "70000=a3"));
            assertThat(drain(store.backwardFetch("a", 0, Long.MAX_VALUE)))
                    .isEqualTo(List.of("70000=a3", "20=a1", "5=a2"));
            assertThat(drain(store.fetch("b", "a", 0, 80_000))).isEmpty();
        }
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HEAP_CACHED", "ROCKS_CACHED"})
    void shouldHideWhatIsOlderThanTheRetentionAndRefuseLatePuts(Kind kind) {
        try (StoreTask task = open(kind, "h", StoreTask.ROOMY)) {
            WindowStore<String, String> store = task.at(1).store("s");
            store.put("a", "first", 20);
            store.put("a", "second", 21);

            store.put("z", "new", RETENTION_MS + 20);
            store.put("a", "late", 2);

            assertThat(drain(store.fetch("a", 0, Long.MAX_VALUE))).isEqualTo(List.of("21=second"));
            assertThat(drain(store.all())).hasSize(2);
            assertThat(store.fetch("a", 20)).isNull();
            assertThat(store.fetch("a", 2)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HEAP_CACHED", "ROCKS_CACHED"})
    void shouldDropExpiredSegmentsWithACommit(Kind kind) {
        try (StoreTask task = open(kind, "d", StoreTask.ROOMY)) {
            WindowStore<String, String> store = task.at(1).store("s");
            store.put("a", "old", 20);
            task.commit();
            task.apply();
            assertThat(engineRows(task)).isEqualTo(1);

            store.put("a", "new", 20 + RETENTION_MS + 2 * SEGMENT_MS);
            task.commit();
            task.apply();

            assertThat(engineRows(task)).isEqualTo(1);
        }
    }

    private static int engineRows(StoreTask task) {
        var engine = java.util.Objects.requireNonNull(task.stores.slots().get(0).table())
                .engine();
        int rows = 0;
        try (var scan = engine.scan(1, null, null, io.millrace.stores.engine.ScanOrder.ASCENDING)) {
            for (; scan.isValid(); scan.next()) {
                rows++;
            }
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void shouldLogKeyStartAndSequenceNumber(Kind kind) {
        try (StoreTask task = open(kind, "l", StoreTask.ROOMY)) {
            WindowStore<String, String> store = task.at(7).store("s");
            store.put("k", "one", 20);
            store.put("k", "two", 20);
            task.commit();

            List<byte[]> keys =
                    task.changelog("s").stream().map(StoreTask.Logged::key).toList();
            if (kind.duplicates) {
                assertThat(keys).containsExactly(logged("k", 20, 1), logged("k", 20, 2));
            } else {
                assertThat(keys).containsExactly(logged("k", 20, 0));
                assertThat(task.changelog("s").get(0).timestampMs()).isEqualTo(7);
            }
        }
    }

    private static byte[] logged(String key, long start, int sequence) {
        return ByteBuffer.allocate(key.length() + 12)
                .put(key.getBytes())
                .putLong(start)
                .putInt(sequence)
                .array();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HEAP_CACHED", "ROCKS_CACHED"})
    void shouldRewindStreamTimeAndSequenceNumbers(Kind kind) {
        try (StoreTask task = open(kind, "r", StoreTask.ROOMY)) {
            WindowStore<String, String> store = task.at(1).store("s");
            store.put("a", "kept", 20);
            task.commit();

            store.put("a", "dropped", 10 * RETENTION_MS);
            assertThat(drain(store.all())).hasSize(1);
            task.rewind();

            assertThat(drain(store.all())).isEqualTo(List.of("[a@20/30]=kept"));
            store.put("a", "next", 30);
            task.commit();
            assertThat(task.changelog("s").get(1).key()).isEqualTo(logged("a", 30, kind.duplicates ? 2 : 0));
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HEAP_CACHED", "ROCKS_CACHED"})
    void shouldRestoreStreamTimeWithTheRows(Kind kind) {
        try (StoreTask task = open(kind, "t", StoreTask.ROOMY)) {
            WindowStore<String, String> store = task.at(1).store("s");
            store.put("a", "old", 20);
            store.put("a", "new", RETENTION_MS + 30);
            task.commit();

            task.reopen();

            assertThat(drain(task.<WindowStore<String, String>>store("s").all()))
                    .isEqualTo(List.of("[a@100030/100040]=new"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP_CACHED", "ROCKS_CACHED"})
    void shouldKeepRowsBeyondTheirRetentionWhileTheRecordCacheWouldHaveThem(Kind kind) {
        try (StoreTask task = open(kind, "o", StoreTask.ROOMY)) {
            WindowStore<String, String> store = task.at(1).store("s");
            store.put("a", "old", 20);
            store.put("a", "new", 5 * RETENTION_MS);
            store.put("b", "late", 30);
            task.commit();
            task.apply();
            List<String> whileCached = drain(store.all());
            String cachedRow = store.fetch("a", 20);

            for (int i = 0; i < 100; i++) {
                store.put("a", "newer " + i, 5 * RETENTION_MS + i);
            }
            task.commit();
            task.apply();

            assertThat(whileCached).isEqualTo(List.of("[a@20/30]=old", "[b@30/40]=late", "[a@500000/500010]=new"));
            assertThat(cachedRow).isEqualTo("old");
            assertThat(store.fetch("a", 20)).isNull();
            assertThat(drain(store.fetchAll(0, RETENTION_MS))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP_CACHED", "ROCKS_CACHED"})
    void shouldForwardALatePutWithoutTheOldValueThatHasExpiredBehindTheCache(Kind kind) {
        try (StoreTask task = open(kind, "l", StoreTask.ROOMY)) {
            WindowStore<String, String> store = task.at(1).store("s");
            List<String> forwarded = new ArrayList<>();
            @SuppressWarnings("unchecked") // the test has made the store with these types
            CachedStore<Windowed<String>, String> cached = (CachedStore<Windowed<String>, String>) store;
            cached.setFlushListener(
                    (key, newValue, oldValue, timestampMs) -> forwarded.add(key + ":" + oldValue + "->" + newValue),
                    true);
            store.put("a", "old", 20);
            store.put("b", "gone", 20);
            store.put("a", "new", 5 * RETENTION_MS);
            task.commit();
            forwarded.clear();

            store.put("a", "late", 20);
            store.put("b", null, 20);
            store.put("a", "newer", 5 * RETENTION_MS);
            task.commit();

            assertThat(forwarded).isEqualTo(List.of("[a@20/30]:null->late", "[a@500000/500010]:new->newer"));
        }
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings({"unchecked", "rawtypes"}) // a program can do this through the DSL's casts
    void shouldRefuseKeysAndValuesOfAWrongTypeWhenTheyArePut(Kind kind) {
        try (StoreTask task = open(kind, "w", StoreTask.ROOMY)) {
            WindowStore store = task.at(1).store("s");
            store.put("a", "right", 10);

            assertThatThrownBy(() -> store.put("a", 1L, 10))
                    .isInstanceOf(StreamsException.class)
                    .hasCauseInstanceOf(ClassCastException.class);
            assertThatThrownBy(() -> store.put(1L, "b", 10))
                    .isInstanceOf(StreamsException.class)
                    .hasCauseInstanceOf(ClassCastException.class);
            assertThat(drain(store.fetch("a", 0L, 100L))).isEqualTo(List.of("10=right"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithANaiveModelThroughCommitsRewindsAndRestarts(Kind kind) {
        for (long seed = 1; seed <= (kind.persistent ? 2 : 10); seed++) {
            try (StoreTask task = open(kind, "seed-" + seed, 4_000)) {
                new Walk(task, kind, seed).run(kind.persistent ? 1_000 : 2_000);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(kind + ", seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** A random walk of a store beside a naive model. */
    private static final class Walk {

        private static final List<String> KEYS = List.of("a", "ab", "abc", "b", "\u0001", "a\u0000\u0000", "\u00ff");

        private final StoreTask task;
        private final Kind kind;
        private final Random random;
        private Model current = new Model(new TreeMap<>(), -1, 0);
        private Model committed = current;
        private long time = 50;

        /** A row's place; the order is that of the scans. */
        private record Place(String key, long start, int sequence) {

            byte[] composite() {
                byte[] bytes = key.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                return ByteBuffer.allocate(bytes.length + 12)
                        .put(bytes)
                        .putLong(start)
                        .putInt(sequence)
                        .array();
            }
        }

        private record Model(Map<String, Map.Entry<Place, String>> rows, long streamTime, int sequence) {}

        Walk(StoreTask task, Kind kind, long seed) {
            this.task = task;
            this.kind = kind;
            this.random = new Random(seed);
        }

        private WindowStore<String, String> store() {
            return task.store("s");
        }

        void run(int steps) {
            for (int step = 0; step < steps; step++) {
                // With a record cache nothing is to expire here: how long rows live then depends on bytes, see the
                // tests of just that.
                time += kind.cached
                        ? random.nextInt(30)
                        : random.nextInt(400) == 0 ? RETENTION_MS : random.nextInt(300);
                task.at(time);
                step(random.nextInt(100));
            }
            check(null, null, 0, Long.MAX_VALUE);
        }

        private String key() {
            return KEYS.get(random.nextInt(KEYS.size()));
        }

        private long start() {
            long back = !kind.cached && random.nextInt(10) == 0
                    ? random.nextInt(3 * (int) RETENTION_MS)
                    : random.nextInt(2_000);
            return Math.max(0, time - back) / 50 * 50;
        }

        private void step(int choice) {
            if (choice < 50) {
                put(key(), random.nextInt(5) == 0 ? null : "v" + random.nextInt(1000), start());
            } else if (choice < 62) {
                fetchOne(key(), start());
            } else if (choice < 75) {
                String key = key();
                checkOneKey(key, start(), start());
                checkOneKey(key, 0, Long.MAX_VALUE);
            } else if (choice < 82) {
                check(random.nextBoolean() ? key() : null, random.nextBoolean() ? key() : null, start(), time);
            } else if (choice < 89) {
                task.commit();
                committed = current;
            } else if (choice < 92) {
                task.rewind();
                current = committed;
            } else if (choice < 96) {
                task.apply();
            } else if (choice < 98) {
                task.flush();
            } else if (random.nextInt(kind.persistent ? 4 : 1) == 0) {
                task.reopen();
                current = committed;
            }
        }

        private void put(String key, @Nullable String value, long start) {
            store().put(key, value, start);
            if (kind.duplicates && value == null) {
                if (!kind.persistent) {
                    // Seen: a store on the heap learns the time from a delete that does nothing.
                    long now = Math.max(current.streamTime, start);
                    Map<String, Map.Entry<Place, String>> rows = new TreeMap<>(current.rows);
                    rows.values().removeIf(row -> row.getKey().start() <= now - RETENTION_MS);
                    current = new Model(rows, now, current.sequence);
                }
                return;
            }
            int sequence = kind.duplicates ? current.sequence + 1 : 0;
            Map<String, Map.Entry<Place, String>> rows = new TreeMap<>(current.rows);
            Place place = new Place(key, start, sequence);
            if (value == null) {
                rows.remove(place.toString());
            } else {
                rows.put(place.toString(), Map.entry(place, value));
            }
            long now = Math.max(current.streamTime, start);
            rows.values().removeIf(row -> row.getKey().start() <= now - RETENTION_MS);
            current = new Model(rows, now, sequence);
        }

        private void fetchOne(String key, long start) {
            if (!kind.duplicates) {
                Map.Entry<Place, String> row = current.rows.get(new Place(key, start, 0).toString());
                assertThat(store().fetch(key, start)).isEqualTo(row == null ? null : row.getValue());
            }
        }

        private List<Map.Entry<Place, String>> rows(Predicate<Place> filter) {
            Comparator<Map.Entry<Place, String>> order = kind.persistent
                    ? Comparator.<Map.Entry<Place, String>>comparingLong(
                                    row -> row.getKey().start() / SEGMENT_MS)
                            .thenComparing(row -> row.getKey().composite(), Arrays::compareUnsigned)
                    : Comparator.<Map.Entry<Place, String>>comparingLong(
                                    row -> row.getKey().start())
                            .thenComparing(row -> row.getKey().key(), Walk::compare)
                            .thenComparing(row -> row.getKey().sequence());
            return current.rows.values().stream()
                    .filter(row -> filter.test(row.getKey()))
                    .sorted(order)
                    .toList();
        }

        private void checkOneKey(String key, long from, long to) {
            List<String> expected =
                    rows(place -> place.key().equals(key) && place.start() >= from && place.start() <= to).stream()
                            .map(row -> row.getKey().start() + "=" + row.getValue())
                            .toList();
            assertThat(drain(store().fetch(key, from, to))).isEqualTo(expected);
            assertThat(drain(store().backwardFetch(key, from, to))).isEqualTo(reversed(expected));
        }

        private void check(@Nullable String keyFrom, @Nullable String keyTo, long from, long to) {
            List<String> expected = rows(place -> place.start() >= from
                            && place.start() <= to
                            && (keyFrom == null || compare(keyFrom, place.key()) <= 0)
                            && (keyTo == null || compare(place.key(), keyTo) <= 0))
                    .stream()
                    .map(row -> windowed(row.getKey().key(), row.getKey().start()) + "=" + row.getValue())
                    .toList();
            assertThat(drain(store().fetch(keyFrom, keyTo, from, to))).isEqualTo(expected);
            assertThat(drain(store().backwardFetch(keyFrom, keyTo, from, to))).isEqualTo(reversed(expected));
        }

        private static int compare(String left, String right) {
            return Arrays.compareUnsigned(
                    left.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    right.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
