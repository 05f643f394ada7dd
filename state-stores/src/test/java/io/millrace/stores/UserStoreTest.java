package io.millrace.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.SessionBytesStoreSupplier;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionWindow;
import io.millrace.state.StoreBuilder;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.WindowBytesStoreSupplier;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Suppliers of a program's own whose stores are of the program's own kind. */
class UserStoreTest {

    /** A store such as a program might have: unordered, without scans backwards. */
    private static final class HashStore implements KeyValueStore<Bytes, byte[]> {

        final Map<Bytes, byte[]> rows = new HashMap<>();
        final boolean persistent;
        boolean open;
        int commits;

        HashStore(boolean persistent) {
            this.persistent = persistent;
        }

        @Override
        public String name() {
            return "s";
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {
            context.register(root, (key, value) -> put(Bytes.wrap(key), value));
            open = true;
        }

        @Override
        public void commit(Map<io.millrace.record.TopicPartition, Long> changelogOffsets) {
            commits++;
        }

        @Override
        public void put(Bytes key, byte @Nullable [] value) {
            if (value == null) {
                rows.remove(key);
            } else {
                rows.put(key, value);
            }
        }

        @Override
        public byte[] get(Bytes key) {
            return rows.get(key);
        }

        @Override
        public byte[] putIfAbsent(Bytes key, byte[] value) {
            return rows.putIfAbsent(key, value);
        }

        @Override
        public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
            entries.forEach(entry -> put(entry.key, entry.value));
        }

        @Override
        public byte[] delete(Bytes key) {
            return rows.remove(key);
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
            List<KeyValue<Bytes, byte[]>> found = new ArrayList<>();
            rows.forEach((key, value) -> {
                if ((from == null || key.compareTo(from) >= 0) && (to == null || key.compareTo(to) <= 0)) {
                    found.add(KeyValue.pair(key, value));
                }
            });
            Iterator<KeyValue<Bytes, byte[]>> iterator = found.iterator();
            return new KeyValueIterator<>() {
                @Override
                public void close() {}

                @Override
                public Bytes peekNextKey() {
                    throw new UnsupportedOperationException("no peeking");
                }

                @Override
                public boolean hasNext() {
                    return iterator.hasNext();
                }

                @Override
                public KeyValue<Bytes, byte[]> next() {
                    return iterator.next();
                }
            };
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> all() {
            return range(null, null);
        }

        @Override
        public long approximateNumEntries() {
            return rows.size();
        }

        @Override
        public void close() {
            open = false;
        }

        @Override
        public boolean persistent() {
            return persistent;
        }

        @Override
        public boolean isOpen() {
            return open;
        }
    }

    private record KeyValueOf(Supplier<KeyValueStore<Bytes, byte[]>> stores) implements KeyValueBytesStoreSupplier {

        @Override
        public String name() {
            return "s";
        }

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return stores.get();
        }

        @Override
        public String metricsScope() {
            return "own";
        }
    }

    private static StoreTask task(StoreBuilder<?> builder) {
        return new StoreTask("unused", new KeptEngines(), 10_000, builder);
    }

    private static <K, V> List<String> drain(KeyValueIterator<K, V> iterator) {
        try (iterator) {
            List<String> rows = new ArrayList<>();
            iterator.forEachRemaining(row -> rows.add(row.key + "=" + row.value));
            return rows;
        }
    }

    @Test
    void shouldGiveTheProgramsStoreCommittedRowsWithEachCommit() {
        HashStore inner = new HashStore(false);
        try (StoreTask task =
                task(Stores.keyValueStoreBuilder(new KeyValueOf(() -> inner), Serdes.String(), Serdes.String()))) {
            KeyValueStore<String, String> store = task.at(1).store("s");
            assertThat(inner.open).isTrue();

            store.put("b", "1");
            store.put("a", "2");
            assertThat(inner.rows).isEmpty();
            task.commit();
            assertThat(inner.rows).hasSize(2);
            assertThat(inner.commits).isPositive();

            store.put("a", "dropped");
            store.put("c", "dropped");
            task.rewind();
            store.put("ab", "3");

            assertThat(drain(store.all())).isEqualTo(List.of("a=2", "ab=3", "b=1"));
            assertThat(drain(store.reverseRange("a", "ab"))).isEqualTo(List.of("ab=3", "a=2"));
            assertThat(store.get("a")).isEqualTo("2");
            assertThat(task.changelog("s")).hasSize(2);
        }
        assertThat(inner.open).isFalse();
    }

    @Test
    void shouldRestoreTheProgramsStore() {
        try (StoreTask task = task(Stores.keyValueStoreBuilder(
                new KeyValueOf(() -> new HashStore(true)), Serdes.String(), Serdes.String()))) {
            task.at(1).<KeyValueStore<String, String>>store("s").put("a", "1");
            task.commit();
            task.<KeyValueStore<String, String>>store("s").put("a", "2");
            task.commit();

            task.reopen();

            assertThat(task.<KeyValueStore<String, String>>store("s").get("a")).isEqualTo("2");
        }
    }

    @Test
    void shouldKeepTimestampsInAStoreOnTheHeapAndStripThemFromAPersistentOneThatDoesNotKnowThem() {
        for (boolean persistent : new boolean[] {false, true}) {
            HashStore inner = new HashStore(persistent);
            try (StoreTask task = task(Stores.timestampedKeyValueStoreBuilder(
                    new KeyValueOf(() -> inner), Serdes.String(), Serdes.String()))) {
                TimestampedKeyValueStore<String, String> store = task.at(1).store("s");
                store.put("a", ValueAndTimestamp.make("v", 7));
                task.commit();

                assertThat(inner.rows.values().iterator().next()).hasSize(persistent ? 1 : 9);
                assertThat(drain(store.all())).isEqualTo(List.of(persistent ? "a=<v,-1>" : "a=<v,7>"));
                assertThat(task.changelog("s").get(0).timestampMs()).isEqualTo(7);
            }
        }
    }

    @Test
    void shouldTakeABuiltInStoreThatTheProgramsSupplierHandsOut() {
        try (StoreTask task = task(Stores.keyValueStoreBuilder(
                new KeyValueOf(() -> Stores.inMemoryKeyValueStore("s").get()), Serdes.String(), Serdes.String()))) {
            KeyValueStore<String, String> store = task.at(1).store("s");
            store.put("a", "1");
            task.commit();
            task.reopen();

            assertThat(task.<KeyValueStore<String, String>>store("s").get("a")).isEqualTo("1");
        }
    }

    /** A store of the program's own class that passes every call on to another one. */
    @SuppressWarnings("unchecked") // a proxy of that type
    private static <T> T wrapped(Class<?> type, T inner, List<String> calls) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            calls.add(method.getName());
            try {
                return method.invoke(inner, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    @Test
    void shouldKeepWindowsInTheProgramsStore() {
        for (boolean duplicates : new boolean[] {false, true}) {
            List<String> calls = new ArrayList<>();
            WindowBytesStoreSupplier builtIn =
                    Stores.inMemoryWindowStore("s", Duration.ofMillis(100_000), Duration.ofMillis(10), duplicates);
            WindowBytesStoreSupplier supplier = windows(builtIn, calls);
            try (StoreTask task = task(Stores.windowStoreBuilder(supplier, Serdes.String(), Serdes.String()))) {
                WindowStore<String, String> store = task.at(1).store("s");
                store.put("a", "1", 10);
                store.put("a", "2", 10);
                store.put("b", "3", 70_000);
                assertThat(calls).doesNotContain("put");
                task.commit();
                assertThat(calls).contains("put");
                store.put("b", "dropped", 70_000);
                task.rewind();
                store.put("c", "4", 20);

                List<String> expected = new ArrayList<>(List.of("[a@10/20]=2", "[c@20/30]=4", "[b@70000/70010]=3"));
                if (duplicates) {
                    expected.add(0, "[a@10/20]=1");
                }
                assertThat(drain(store.all())).isEqualTo(expected);
                assertThat(drain(store.fetch("a", 0, 100))).hasSize(duplicates ? 2 : 1);
                if (!duplicates) {
                    assertThat(store.fetch("a", 10)).isEqualTo("2");
                }
                task.commit();
                task.reopen();
                assertThat(drain(task.<WindowStore<String, String>>store("s").all()))
                        .isEqualTo(expected);
            }
        }
    }

    private static WindowBytesStoreSupplier windows(WindowBytesStoreSupplier builtIn, List<String> calls) {
        return new WindowBytesStoreSupplier() {
            @Override
            public String name() {
                return "s";
            }

            @Override
            public WindowStore<Bytes, byte[]> get() {
                return wrapped(WindowStore.class, builtIn.get(), calls);
            }

            @Override
            public String metricsScope() {
                return "own";
            }

            @Override
            public long segmentIntervalMs() {
                return builtIn.segmentIntervalMs();
            }

            @Override
            public long windowSize() {
                return builtIn.windowSize();
            }

            @Override
            public boolean retainDuplicates() {
                return builtIn.retainDuplicates();
            }

            @Override
            public long retentionPeriod() {
                return builtIn.retentionPeriod();
            }
        };
    }

    @Test
    void shouldKeepSessionsInTheProgramsStore() {
        SessionBytesStoreSupplier builtIn = Stores.inMemorySessionStore("s", Duration.ofMillis(100_000));
        SessionBytesStoreSupplier supplier = new SessionBytesStoreSupplier() {
            @Override
            public String name() {
                return "s";
            }

            @Override
            public SessionStore<Bytes, byte[]> get() {
                return wrapped(SessionStore.class, builtIn.get(), new ArrayList<>());
            }

            @Override
            public String metricsScope() {
                return "own";
            }

            @Override
            public long segmentIntervalMs() {
                return 1;
            }

            @Override
            public long retentionPeriod() {
                return builtIn.retentionPeriod();
            }
        };
        try (StoreTask task = task(Stores.sessionStoreBuilder(supplier, Serdes.String(), Serdes.String()))) {
            SessionStore<String, String> store = task.at(1).store("s");
            store.put(new Windowed<>("a", new SessionWindow(5, 10)), "1");
            store.put(new Windowed<>("a", new SessionWindow(20, 30)), "2");
            task.commit();
            store.remove(new Windowed<>("a", new SessionWindow(5, 10)));
            store.put(new Windowed<>("b", new SessionWindow(7, 8)), "3");

            assertThat(drain(store.findSessions("a", 0, 100))).isEqualTo(List.of("[a@20/30]=2"));
            assertThat(drain(store.fetch(null, null))).isEqualTo(List.of("[b@7/8]=3", "[a@20/30]=2"));
            task.commit();
            task.reopen();
            assertThat(drain(task.<SessionStore<String, String>>store("s").fetch(null, null)))
                    .isEqualTo(List.of("[b@7/8]=3", "[a@20/30]=2"));
        }
    }
}
