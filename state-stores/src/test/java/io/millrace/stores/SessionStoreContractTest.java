package io.millrace.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.KeyValue;
import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Serdes;
import io.millrace.state.AggregationWithHeaders;
import io.millrace.state.DslSessionParams;
import io.millrace.state.DslStoreFormat;
import io.millrace.state.EmitStrategy;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.SessionBytesStoreSupplier;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.state.SessionWindow;
import io.millrace.state.StoreBuilder;
import io.millrace.state.Windowed;
import io.millrace.stores.engine.rocksdb.RocksEngine;
import io.millrace.stores.table.CachedStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every session store has to do. Expected orders were seen on Kafka Streams 4.3.1. */
class SessionStoreContractTest {

    private static final long RETENTION_MS = 100_000;
    private static final long SEGMENT_MS = 60_000;

    @TempDir
    Path directory;

    enum Kind {
        HEAP(false, false),
        HEAP_CACHED(false, true),
        ROCKS(true, false),
        ROCKS_CACHED(true, true),
        ROCKS_BY_TIME(true, false);

        final boolean persistent;
        final boolean cached;
        final boolean byTime;

        Kind(boolean persistent, boolean cached) {
            this.persistent = persistent;
            this.cached = cached;
            this.byTime = !persistent;
        }

        StoreBuilder<SessionStore<String, String>> builder() {
            Duration retention = Duration.ofMillis(RETENTION_MS);
            SessionBytesStoreSupplier supplier = persistent
                    ? Stores.persistentSessionStore("s", retention)
                    : Stores.inMemorySessionStore("s", retention);
            if (this == ROCKS_BY_TIME) {
                supplier = BuiltInDslStoreSuppliers.ROCKS_DB.sessionStore(
                        new DslSessionParams("s", retention, EmitStrategy.onWindowClose(), DslStoreFormat.PLAIN));
            }
            var builder = Stores.sessionStoreBuilder(supplier, Serdes.String(), Serdes.String());
            return cached ? builder.withCachingEnabled() : builder;
        }

        Comparator<Windowed<String>> order() {
            Comparator<Windowed<String>> byKey = Comparator.comparing(Windowed::key);
            Comparator<Windowed<String>> byEnd =
                    Comparator.comparingLong(session -> session.window().end());
            Comparator<Windowed<String>> byStart =
                    Comparator.comparingLong(session -> session.window().start());
            if (byTime) {
                return byEnd.thenComparing(byKey).thenComparing(persistent || cached ? byStart : byStart.reversed());
            }
            return Comparator.<Windowed<String>>comparingLong(
                            session -> session.window().end() / SEGMENT_MS)
                    .thenComparing(byKey)
                    .thenComparing(byEnd)
                    .thenComparing(byStart);
        }
    }

    private StoreTask open(Kind kind, String place) {
        return new StoreTask(
                directory.resolve(place).toString(),
                RocksEngine.factory((store, options) -> {}),
                kind.cached ? 2_000 : 0,
                kind.builder());
    }

    private static Windowed<String> session(String key, long start, long end) {
        return new Windowed<>(key, new SessionWindow(start, end));
    }

    private static List<String> drain(KeyValueIterator<Windowed<String>, String> iterator) {
        try (iterator) {
            List<String> rows = new ArrayList<>();
            while (iterator.hasNext()) {
                KeyValue<Windowed<String>, String> row = iterator.next();
                rows.add(row.key + "=" + row.value);
            }
            return rows;
        }
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindSessionsThatOverlapATime(Kind kind) {
        try (StoreTask task = open(kind, "f")) {
            SessionStore<String, String> store = task.at(1).store("s");
            store.put(session("a", 10, 20), "1");
            store.put(session("a", 0, 30), "2");
            store.put(session("a", 70_000, 70_010), "3");
            store.put(session("b", 12, 18), "4");

            assertThat(drain(store.findSessions("a", 20, 4))).isEqualTo(List.of("[a@0/30]=2"));
            assertThat(drain(store.findSessions("a", 15, 100))).isEqualTo(List.of("[a@10/20]=1", "[a@0/30]=2"));
            assertThat(drain(store.backwardFetch("a")))
                    .isEqualTo(List.of("[a@70000/70010]=3", "[a@0/30]=2", "[a@10/20]=1"));
            assertThat(store.fetchSession("a", 10, 20)).isEqualTo("1");
            assertThat(store.fetchSession("a", 11, 20)).isNull();

            store.remove(session("a", 10, 20));
            assertThat(store.fetchSession("a", 10, 20)).isNull();
            assertThat(drain(store.fetch("a"))).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindSessionsOfAllKeysByTheirEnds(Kind kind) {
        try (StoreTask task = open(kind, "e")) {
            SessionStore<String, String> store = task.at(1).store("s");
            store.put(session("b", 10, 20), "1");
            store.put(session("a", 15, 20), "2");
            store.put(session("a", 0, 30), "3");
            store.put(session("a", 0, 31), "4");

            List<String> expected = switch (kind) {
                case HEAP, HEAP_CACHED -> List.of("[a@15/20]=2", "[b@10/20]=1", "[a@0/30]=3");
                case ROCKS, ROCKS_CACHED -> List.of("[a@15/20]=2", "[a@0/30]=3", "[b@10/20]=1");
                case ROCKS_BY_TIME -> List.of("[b@10/20]=1", "[a@15/20]=2", "[a@0/30]=3");
            };
            assertThat(drain(store.findSessions(20, 30))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLogKeyEndAndStart(Kind kind) {
        try (StoreTask task = open(kind, "l")) {
            SessionStore<String, String> store = task.at(9).store("s");
            store.put(session("k", 3, 5), "v");
            task.commit();

            StoreTask.Logged logged = task.changelog("s").get(0);
            assertThat(logged.key())
                    .isEqualTo(ByteBuffer.allocate(17)
                            .put((byte) 'k')
                            .putLong(5)
                            .putLong(3)
                            .array());
            assertThat(logged.timestampMs()).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP_CACHED", "ROCKS_CACHED"})
    void shouldForwardWindowedKeysWhenTheCacheIsFlushed(Kind kind) {
        try (StoreTask task = open(kind, "c")) {
            SessionStore<String, String> store = task.at(9).store("s");
            List<String> forwarded = new ArrayList<>();
            @SuppressWarnings("unchecked") // the test has made the store with these types
            CachedStore<Windowed<String>, String> cached = (CachedStore<Windowed<String>, String>) store;
            boolean isCached = cached.setFlushListener(
                    (key, newValue, oldValue, timestampMs) ->
                            forwarded.add(key + ":" + oldValue + "->" + newValue + "@" + timestampMs),
                    true);

            store.put(session("k", 3, 5), "one");
            store.put(session("k", 3, 5), "two");
            store.remove(session("k", 1, 1));
            task.commit();
            store.remove(session("k", 3, 5));
            task.flush();

            assertThat(isCached).isTrue();
            assertThat(forwarded).isEqualTo(List.of("[k@3/5]:null->two@5", "[k@3/5]:two->null@5"));
        }
    }

    @Test
    void shouldKeepHeadersThroughARestart() {
        StoreBuilder<SessionStoreWithHeaders<String, String>> builder = Stores.sessionStoreWithHeadersBuilder(
                Stores.inMemorySessionStore("s", Duration.ofMillis(RETENTION_MS)), Serdes.String(), Serdes.String());
        try (StoreTask task = new StoreTask("unused", new KeptEngines(), 0, builder)) {
            SessionStoreWithHeaders<String, String> store = task.at(9).store("s");
            AggregationWithHeaders<String> value =
                    AggregationWithHeaders.make("v", new RecordHeaders().add("h", new byte[] {1, 2}));
            store.put(session("k", 3, 5), value);
            task.commit();

            assertThat(task.changelog("s").get(0).headers()).isEqualTo(value.headers());
            assertThat(new String(task.changelog("s").get(0).value())).isEqualTo("v");
            task.reopen();
            assertThat(task.<SessionStoreWithHeaders<String, String>>store("s").fetchSession("k", 3, 5))
                    .isEqualTo(value);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAgreeWithANaiveModelThroughCommitsRewindsAndRestarts(Kind kind) {
        for (long seed = 1; seed <= (kind.persistent ? 2 : 10); seed++) {
            try (StoreTask task = open(kind, "seed-" + seed)) {
                new Walk(task, kind, seed).run(kind.persistent ? 800 : 2_000);
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
        private Map<Windowed<String>, String> current = new HashMap<>();
        private long streamTime = -1;
        private Map<Windowed<String>, String> committed = Map.of();
        private long committedStreamTime = -1;
        private long time = 2_000;

        Walk(StoreTask task, Kind kind, long seed) {
            this.task = task;
            this.kind = kind;
            this.random = new Random(seed);
        }

        private SessionStore<String, String> store() {
            return task.store("s");
        }

        void run(int steps) {
            for (int step = 0; step < steps; step++) {
                // With a record cache nothing is to expire here: how long rows live then depends on bytes.
                time += kind.cached
                        ? random.nextInt(40)
                        : random.nextInt(300) == 0 ? RETENTION_MS : random.nextInt(400);
                task.at(time);
                step(random.nextInt(100));
            }
        }

        private Windowed<String> anySession() {
            long end = Math.max(0, time - random.nextInt(!kind.cached && random.nextInt(8) == 0 ? 200_000 : 3_000))
                    / 100
                    * 100;
            return session("k" + random.nextInt(3), Math.max(0, end - random.nextInt(5) * 100L), end);
        }

        private void step(int choice) {
            Windowed<String> session = anySession();
            if (choice < 45) {
                String value = "v" + random.nextInt(1000);
                store().put(session, value);
                streamTime = Math.max(streamTime, session.window().end());
                current.put(session, value);
            } else if (choice < 50) {
                store().remove(session);
                // As seen: a store on the heap does not learn the time from a removal.
                streamTime =
                        kind.persistent ? Math.max(streamTime, session.window().end()) : streamTime;
                current.remove(session);
            } else if (choice < 60) {
                String expected = current.get(session);
                assertThat(store().fetchSession(
                                        session.key(),
                                        session.window().start(),
                                        session.window().end()))
                        .isEqualTo(expired(session) ? null : expected);
            } else if (choice < 85) {
                find(session, choice % 2 == 0);
            } else if (choice < 91) {
                task.commit();
                committed = new HashMap<>(current);
                committedStreamTime = streamTime;
            } else if (choice < 94) {
                task.rewind();
                goBack();
            } else if (choice < 98) {
                task.apply();
            } else if (random.nextInt(kind.persistent ? 4 : 1) == 0) {
                task.reopen();
                goBack();
            }
            current.keySet().removeIf(this::expired);
        }

        private void goBack() {
            current = new HashMap<>(committed);
            streamTime = committedStreamTime;
        }

        private boolean expired(Windowed<String> session) {
            return session.window().end() <= streamTime - RETENTION_MS;
        }

        private void find(Windowed<String> near, boolean ofOneKey) {
            long endFrom = near.window().start();
            long startTo = near.window().end();
            List<String> expected = current.entrySet().stream()
                    .filter(row -> !ofOneKey || row.getKey().key().equals(near.key()))
                    .filter(row -> row.getKey().window().end() >= endFrom
                            && row.getKey().window().start() <= startTo)
                    .sorted(Map.Entry.comparingByKey(kind.order()))
                    .map(row -> row.getKey() + "=" + row.getValue())
                    .toList();
            String from = ofOneKey ? near.key() : null;
            assertThat(drain(
                            ofOneKey
                                    ? store().findSessions(near.key(), endFrom, startTo)
                                    : store().findSessions(from, from, endFrom, startTo)))
                    .isEqualTo(expected);
            assertThat(drain(
                            ofOneKey
                                    ? store().backwardFindSessions(near.key(), endFrom, startTo)
                                    : store().backwardFindSessions(from, from, endFrom, startTo)))
                    .isEqualTo(reversed(expected));
        }
    }
}
