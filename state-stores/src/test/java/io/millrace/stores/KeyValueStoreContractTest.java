package io.millrace.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.Headers;
import io.millrace.record.KeyValue;
import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.stores.engine.rocksdb.RocksEngine;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.task.TaskMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every key-value store has to do, whatever it keeps, wherever it keeps it, cached or not. */
class KeyValueStoreContractTest {

    private static final long SMALL_READ_CACHE = 3_000;

    @TempDir
    Path directory;

    /** The stores. Values at their interface are made of a text and the timestamp that goes with it. */
    enum Kind {
        HEAP_PLAIN(false, false, "plain"),
        HEAP_PLAIN_CACHED(false, true, "plain"),
        HEAP_STAMPED(false, false, "stamped"),
        HEAP_STAMPED_CACHED(false, true, "stamped"),
        HEAP_HEADERS(false, false, "headers"),
        ROCKS_PLAIN(true, false, "plain"),
        ROCKS_PLAIN_CACHED(true, true, "plain"),
        ROCKS_STAMPED(true, false, "stamped"),
        ROCKS_STAMPED_CACHED(true, true, "stamped"),
        ROCKS_HEADERS_CACHED(true, true, "headers");

        final boolean persistent;
        final boolean cached;
        final String form;

        Kind(boolean persistent, boolean cached, String form) {
            this.persistent = persistent;
            this.cached = cached;
            this.form = form;
        }

        StoreBuilder<? extends KeyValueStore<String, ?>> builder(String name) {
            KeyValueBytesStoreSupplier supplier = persistent ? rocksDb(name) : Stores.inMemoryKeyValueStore(name);
            StoreBuilder<? extends KeyValueStore<String, ?>> builder = switch (form) {
                case "plain" -> Stores.keyValueStoreBuilder(supplier, Serdes.String(), valueSerde());
                case "stamped" -> Stores.timestampedKeyValueStoreBuilder(supplier, Serdes.String(), valueSerde());
                default -> Stores.timestampedKeyValueStoreWithHeadersBuilder(supplier, Serdes.String(), valueSerde());
            };
            if (cached) {
                builder.withCachingEnabled();
            }
            return builder;
        }

        private KeyValueBytesStoreSupplier rocksDb(String name) {
            return switch (form) {
                case "plain" -> Stores.persistentKeyValueStore(name);
                case "stamped" -> Stores.persistentTimestampedKeyValueStore(name);
                default -> Stores.persistentTimestampedKeyValueStoreWithHeaders(name);
            };
        }

        /** Kept as objects on the heap, as bytes in RocksDB: a serde that is put together does not say that its objects are immutable. */
        private Serde<String> valueSerde() {
            return persistent ? Serdes.serdeFrom(new StringSerializer(), new StringDeserializer()) : Serdes.String();
        }

        Object value(String text, long timestampMs) {
            return switch (form) {
                case "plain" -> text;
                case "stamped" -> ValueAndTimestamp.make(text, timestampMs);
                default -> ValueTimestampHeaders.make(text, timestampMs, headers(text));
            };
        }

        private static Headers headers(String text) {
            RecordHeaders headers = new RecordHeaders();
            if (text.length() % 2 == 0) {
                headers.add("h", text.getBytes()).add("n", null);
            }
            return headers;
        }
    }

    private StoreTask open(Kind kind, long readCacheBytes) {
        return new StoreTask(
                directory.toString(),
                RocksEngine.factory((store, options) -> {}),
                new TaskMemory(new RecordCacheBudget(kind.cached ? 2_000 : 0), readCacheBytes),
                kind.builder("s"));
    }

    private static List<KeyValue<String, Object>> drain(KeyValueIterator<String, Object> iterator) {
        try (iterator) {
            List<KeyValue<String, Object>> rows = new ArrayList<>();
            while (iterator.hasNext()) {
                String peeked = iterator.peekNextKey();
                KeyValue<String, Object> row = iterator.next();
                assertThat(peeked).isEqualTo(row.key);
                rows.add(row);
            }
            return rows;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGetWhatWasPut(Kind kind) {
        try (StoreTask task = open(kind, StoreTask.ROOMY)) {
            KeyValueStore<String, Object> store = task.at(5).store("s");

            store.put("a", kind.value("one", 3));

            assertThat(store.get("a")).isEqualTo(kind.value("one", 3));
            assertThat(store.get("b")).isNull();
            assertThat(store.putIfAbsent("a", kind.value("two", 4))).isEqualTo(kind.value("one", 3));
            assertThat(store.putIfAbsent("b", kind.value("two", 4))).isNull();
            assertThat(store.get("a")).isEqualTo(kind.value("one", 3));
            assertThat(store.delete("b")).isEqualTo(kind.value("two", 4));
            assertThat(store.get("b")).isNull();
            assertThat(store.delete("b")).isNull();
            assertThat(store.isOpen()).isTrue();
            assertThat(store.persistent()).isEqualTo(kind.persistent);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseNullKeys(Kind kind) {
        try (StoreTask task = open(kind, StoreTask.ROOMY)) {
            KeyValueStore<String, Object> store = task.at(5).store("s");

            assertThatThrownBy(() -> store.get(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> store.put(null, kind.value("x", 1))).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> store.delete(null)).isInstanceOf(NullPointerException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldScanOverEntriesInEveryState(Kind kind) {
        try (StoreTask task = open(kind, StoreTask.ROOMY)) {
            KeyValueStore<String, Object> store = task.at(5).store("s");
            store.put("applied", kind.value("v", 1));
            store.put("applied-then-deleted", kind.value("v", 1));
            store.put("applied-then-changed", kind.value("v", 1));
            task.commit();
            task.apply();
            store.put("held", kind.value("v", 2));
            store.put("held-then-changed", kind.value("v", 2));
            task.commit();
            store.put("applied-then-changed", kind.value("w", 3));
            store.put("held-then-changed", kind.value("w", 3));
            store.put("uncommitted", kind.value("v", 3));
            store.delete("applied-then-deleted");

            List<KeyValue<String, Object>> expected = List.of(
                    KeyValue.pair("applied", kind.value("v", 1)),
                    KeyValue.pair("applied-then-changed", kind.value("w", 3)),
                    KeyValue.pair("held", kind.value("v", 2)),
                    KeyValue.pair("held-then-changed", kind.value("w", 3)),
                    KeyValue.pair("uncommitted", kind.value("v", 3)));
            List<KeyValue<String, Object>> reversed = new ArrayList<>(expected);
            java.util.Collections.reverse(reversed);

            assertThat(drain(store.all())).isEqualTo(expected);
            assertThat(drain(store.reverseAll())).isEqualTo(reversed);
            assertThat(drain(store.range("applied-", "held"))).isEqualTo(expected.subList(1, 3));
            assertThat(drain(store.reverseRange("applied-", "held"))).isEqualTo(reversed.subList(2, 4));
            assertThat(drain(store.range(null, "held"))).isEqualTo(expected.subList(0, 3));
            assertThat(drain(store.range("held", null))).isEqualTo(expected.subList(2, 5));
            assertThat(drain(store.range("z", "a"))).isEmpty();
            assertThat(drain(store.prefixScan("held", new StringSerializer()))).isEqualTo(expected.subList(2, 4));
            assertThat(store.approximateNumEntries()).isBetween(4L, 6L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropOnlyWhatIsNotCommittedWhenItRewinds(Kind kind) {
        try (StoreTask task = open(kind, StoreTask.ROOMY)) {
            KeyValueStore<String, Object> store = task.at(5).store("s");
            store.put("a", kind.value("committed", 1));
            store.put("b", kind.value("committed", 1));
            task.commit();

            store.put("a", kind.value("dropped", 2));
            store.put("c", kind.value("dropped", 2));
            store.delete("b");
            task.rewind();

            assertThat(drain(store.all()))
                    .isEqualTo(List.of(
                            KeyValue.pair("a", kind.value("committed", 1)),
                            KeyValue.pair("b", kind.value("committed", 1))));
            assertThat(store.get("a")).isEqualTo(kind.value("committed", 1));
            assertThat(store.get("c")).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLogOneRecordPerKeyAndCommitInOrderOfLastUpdates(Kind kind) {
        try (StoreTask task = open(kind, StoreTask.ROOMY)) {
            KeyValueStore<String, Object> store = task.store("s");
            task.at(5);
            store.put("a", kind.value("1", 3));
            store.put("b", kind.value("2", 4));
            task.at(6);
            store.put("a", kind.value("3", 7));
            store.put("c", kind.value("4", 8));
            store.delete("b");

            task.commit();

            assertThat(task.changelog("s"))
                    .extracting(logged -> new String(logged.key())
                            + "=" + (logged.value() == null ? null : new String(logged.value())) + "@"
                            + logged.timestampMs())
                    .isEqualTo(
                            kind.form.equals("plain")
                                    ? List.of("a=3@6", "c=4@6", "b=null@6")
                                    : List.of("a=3@7", "c=4@8", "b=null@6"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithASortedMapThroughCommitsRewindsAndRestarts(Kind kind) {
        for (long seed = 1; seed <= (kind.persistent ? 3 : 12); seed++) {
            Path place = directory.resolve("seed-" + seed);
            try (StoreTask task = new StoreTask(
                    place.toString(),
                    RocksEngine.factory((store, options) -> {}),
                    new TaskMemory(new RecordCacheBudget(kind.cached ? 2_000 : 0), SMALL_READ_CACHE),
                    kind.builder("s"))) {
                new Walk(task, kind, seed).run(kind.persistent ? 1_500 : 3_000);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(kind + ", seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** A random walk of a store beside a naive model. */
    private static final class Walk {

        private final StoreTask task;
        private final Kind kind;
        private final Random random;
        private NavigableMap<String, Object> committed = model();
        private NavigableMap<String, Object> current = model();
        private long time;

        Walk(StoreTask task, Kind kind, long seed) {
            this.task = task;
            this.kind = kind;
            this.random = new Random(seed);
        }

        private static NavigableMap<String, Object> model() {
            return new TreeMap<>(Comparator.comparing(String::getBytes, Arrays::compareUnsigned));
        }

        private static NavigableMap<String, Object> copy(NavigableMap<String, Object> map) {
            NavigableMap<String, Object> copy = model();
            copy.putAll(map);
            return copy;
        }

        private KeyValueStore<String, Object> store() {
            return task.store("s");
        }

        void run(int steps) {
            for (int step = 0; step < steps; step++) {
                task.at(++time);
                step(random.nextInt(100));
            }
            checkScan(null, null);
        }

        private void step(int choice) {
            String key = key();
            if (choice < 40) {
                put(key, random.nextInt(5) == 0 ? null : kind.value("v" + random.nextInt(1000), time));
            } else if (choice < 60) {
                assertThat(store().get(key)).isEqualTo(current.get(key));
            } else if (choice < 65) {
                Object value = kind.value("i" + time, time);
                assertThat(store().putIfAbsent(key, value)).isEqualTo(current.putIfAbsent(key, value));
            } else if (choice < 70) {
                assertThat(store().delete(key)).isEqualTo(current.remove(key));
            } else if (choice < 80) {
                checkScan(random.nextBoolean() ? key() : null, random.nextBoolean() ? key() : null);
            } else if (choice < 84) {
                checkPrefix(key.substring(0, 1 + random.nextInt(2)));
            } else if (choice < 91) {
                task.commit();
                committed = copy(current);
            } else if (choice < 94) {
                task.rewind();
                current = copy(committed);
            } else if (choice < 97) {
                task.apply();
            } else if (choice == 97) {
                task.flush();
            } else if (choice == 98 && random.nextInt(kind.persistent ? 4 : 1) == 0) {
                task.reopen();
                current = copy(committed);
            }
        }

        private String key() {
            return "k" + (char) ('a' + random.nextInt(4)) + random.nextInt(40);
        }

        private void put(String key, @Nullable Object value) {
            if (value == null) {
                current.remove(key);
            } else {
                current.put(key, value);
            }
            if (random.nextBoolean()) {
                store().put(key, value);
            } else {
                store().putAll(List.of(KeyValue.pair(key, value)));
            }
        }

        private void checkScan(@Nullable String from, @Nullable String to) {
            NavigableMap<String, Object> range = model();
            for (Map.Entry<String, Object> row : current.entrySet()) {
                if ((from == null || current.comparator().compare(from, row.getKey()) <= 0)
                        && (to == null || current.comparator().compare(row.getKey(), to) <= 0)) {
                    range.put(row.getKey(), row.getValue());
                }
            }
            assertThat(drain(store().range(from, to))).isEqualTo(rows(range));
            assertThat(drain(store().reverseRange(from, to))).isEqualTo(rows(range.descendingMap()));
        }

        private void checkPrefix(String prefix) {
            NavigableMap<String, Object> range = model();
            current.forEach((key, value) -> {
                if (key.startsWith(prefix)) {
                    range.put(key, value);
                }
            });
            assertThat(drain(store().prefixScan(prefix, new StringSerializer())))
                    .isEqualTo(rows(range));
        }

        private static List<KeyValue<String, Object>> rows(NavigableMap<String, Object> map) {
            return map.entrySet().stream()
                    .map(row -> KeyValue.pair(row.getKey(), row.getValue()))
                    .toList();
        }
    }
}
