package io.millrace.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.serialization.Serdes;
import io.millrace.state.StoreBuilder;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.state.VersionedRecord;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.rocksdb.RocksEngine;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.task.TaskMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionedStoreTest {

    private static final long HISTORY_MS = 1_000;

    @TempDir
    Path directory;

    private static StoreBuilder<VersionedKeyValueStore<String, String>> builder() {
        return Stores.versionedKeyValueStoreBuilder(
                Stores.persistentVersionedKeyValueStore("s", Duration.ofMillis(HISTORY_MS), Duration.ofMillis(100)),
                Serdes.String(),
                Serdes.String());
    }

    private StoreTask open(boolean rocks, String place) {
        EngineFactory engines = rocks ? RocksEngine.factory((store, options) -> {}) : new KeptEngines();
        return new StoreTask(
                directory.resolve(place).toString(),
                engines,
                new TaskMemory(new RecordCacheBudget(0), 4_000),
                builder());
    }

    @Test
    void shouldRefuseCaching() {
        assertThatThrownBy(() -> builder().withCachingEnabled()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldKeepVersionsAndDeletions() {
        try (StoreTask task = open(false, "v")) {
            VersionedKeyValueStore<String, String> store = task.at(1).store("s");

            assertThat(store.put("k", "ten", 10)).isEqualTo(-1);
            assertThat(store.put("k", "thirty", 30)).isEqualTo(-1);
            assertThat(store.put("k", "twenty", 20)).isEqualTo(30);
            assertThat(store.put("k", null, 25)).isEqualTo(30);

            assertThat(store.get("k")).isEqualTo(new VersionedRecord<>("thirty", 30));
            assertThat(store.get("k", 9)).isNull();
            assertThat(store.get("k", 19)).isEqualTo(new VersionedRecord<>("ten", 10));
            assertThat(store.get("k", 24)).isEqualTo(new VersionedRecord<>("twenty", 20));
            assertThat(store.get("k", 26)).isNull();
            assertThat(store.delete("k", 40)).isEqualTo(new VersionedRecord<>("thirty", 30));
            assertThat(store.get("k")).isNull();
            assertThat(store.put("k", "between", 35)).isEqualTo(40);
            assertThat(store.get("k", 39)).isEqualTo(new VersionedRecord<>("between", 35));
        }
    }

    @Test
    void shouldRefuseWhatIsOlderThanTheHistoryButNeverForgetTheLatest() {
        try (StoreTask task = open(false, "h")) {
            VersionedKeyValueStore<String, String> store = task.at(1).store("s");
            store.put("old", "first", 10);
            store.put("old", "second", 20);

            store.put("new", "x", 20 + HISTORY_MS + 1);

            assertThat(store.put("old", "late", 20)).isEqualTo(VersionedKeyValueStore.PUT_RETURN_CODE_NOT_PUT);
            assertThat(store.delete("old", 20)).isNull();
            assertThat(store.get("old")).isEqualTo(new VersionedRecord<>("second", 20));
            assertThat(store.get("old", 20)).isEqualTo(new VersionedRecord<>("second", 20));
            assertThat(store.get("old", 15)).isNull();
        }
    }

    @Test
    void shouldForgetADeleteAtTheTimeOfTheOnlyVersion() {
        try (StoreTask task = open(false, "t")) {
            VersionedKeyValueStore<String, String> store = task.at(1).store("s");
            store.put("k", "only", 20);

            assertThat(store.put("k", null, 20)).isEqualTo(-1);

            assertThat(store.get("k")).isNull();
            assertThat(store.put("k", "older", 10)).isEqualTo(-1);
            assertThat(store.get("k")).isEqualTo(new VersionedRecord<>("older", 10));
        }
    }

    @Test
    void shouldLogOneRecordPerPut() {
        try (StoreTask task = open(false, "l")) {
            VersionedKeyValueStore<String, String> store = task.at(1).store("s");
            store.put("k", "a", 10);
            store.put("k", "b", 20);
            task.rewind();
            store.put("k", "c", 30);
            store.put("k", "d", 5);
            store.delete("k", 40);
            task.commit();

            assertThat(task.changelog("s"))
                    .extracting(logged ->
                            (logged.value() == null ? null : new String(logged.value())) + "@" + logged.timestampMs())
                    .isEqualTo(List.of("c@30", "d@5", "null@40"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAgreeWithANaiveModelThroughCommitsRewindsAndRestarts(boolean rocks) {
        for (long seed = 1; seed <= (rocks ? 2 : 20); seed++) {
            try (StoreTask task = open(rocks, "seed-" + seed)) {
                new Walk(task, seed, rocks).run(rocks ? 800 : 2_000);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** A random walk of a store beside a model that keeps every version for ever. */
    private static final class Walk {

        private final StoreTask task;
        private final Random random;
        private final boolean rocks;
        private Model current = new Model(Map.of(), -1);
        private Model committed = current;
        private long time = 2_000;

        private record Model(Map<String, NavigableMap<Long, Optional<String>>> versions, long streamTime) {

            Model with(String key, @Nullable String value, long timestamp) {
                Map<String, NavigableMap<Long, Optional<String>>> copy = new HashMap<>(versions);
                NavigableMap<Long, Optional<String>> ofKey = new TreeMap<>(of(key));
                if (value == null && leavesNoTrace(ofKey, timestamp)) {
                    ofKey.remove(timestamp);
                } else {
                    ofKey.put(timestamp, Optional.ofNullable(value));
                }
                copy.put(key, ofKey);
                return new Model(copy, Math.max(streamTime, timestamp));
            }

            /** A delete at the time of the only version. */
            private static boolean leavesNoTrace(NavigableMap<Long, Optional<String>> ofKey, long timestamp) {
                return endsAt(ofKey, timestamp) && ofKey.size() == 1;
            }

            private static boolean endsAt(NavigableMap<Long, Optional<String>> ofKey, long timestamp) {
                Map.Entry<Long, Optional<String>> last = ofKey.lastEntry();
                return last != null
                        && last.getKey() == timestamp
                        && last.getValue().isPresent();
            }

            /** A delete at the time of a version behind a delete leaves a trace or not, by the way in which the delete came there. */
            boolean isBeyondTheModel(String key, long timestamp) {
                Map.Entry<Long, Optional<String>> before = of(key).lowerEntry(timestamp);
                return endsAt(of(key), timestamp)
                        && before != null
                        && before.getValue().isEmpty();
            }

            NavigableMap<Long, Optional<String>> of(String key) {
                return versions.getOrDefault(key, new TreeMap<>());
            }

            boolean isExpired(long timestamp) {
                return timestamp < streamTime - HISTORY_MS;
            }

            @Nullable
            VersionedRecord<String> get(String key, long asOf) {
                Map.Entry<Long, Optional<String>> version = of(key).floorEntry(asOf);
                if (version == null || version.getValue().isEmpty()) {
                    return null;
                }
                Long next = of(key).higherKey(asOf);
                if (next == null) {
                    return new VersionedRecord<>(version.getValue().get(), version.getKey());
                }
                return isExpired(asOf)
                        ? null
                        : new VersionedRecord<>(version.getValue().get(), version.getKey());
            }
        }

        Walk(StoreTask task, long seed, boolean rocks) {
            this.task = task;
            this.random = new Random(seed);
            this.rocks = rocks;
        }

        private VersionedKeyValueStore<String, String> store() {
            return task.store("s");
        }

        void run(int steps) {
            for (int step = 0; step < steps; step++) {
                time += random.nextInt(100) == 0 ? HISTORY_MS : random.nextInt(10);
                task.at(time);
                step(random.nextInt(100), "k" + random.nextInt(4) + (random.nextBoolean() ? "x" : ""));
            }
        }

        private long timestamp() {
            return (time - random.nextInt(random.nextInt(5) == 0 ? 1_500 : 200)) / 5 * 5;
        }

        private void step(int choice, String key) {
            long timestamp = timestamp();
            if (choice < 50 && current.isBeyondTheModel(key, timestamp)) {
                return;
            }
            if (choice < 45) {
                put(key, random.nextInt(4) == 0 ? null : "v" + random.nextInt(1000), timestamp);
            } else if (choice < 50) {
                VersionedRecord<String> expected = current.isExpired(timestamp) ? null : current.get(key, timestamp);
                assertThat(store().delete(key, timestamp)).isEqualTo(expected);
                current = current.isExpired(timestamp) ? current : current.with(key, null, timestamp);
            } else if (choice < 60) {
                assertThat(store().get(key)).isEqualTo(current.get(key, Long.MAX_VALUE));
            } else if (choice < 85) {
                assertThat(store().get(key, timestamp)).isEqualTo(current.get(key, timestamp));
            } else if (choice < 91) {
                task.commit();
                committed = current;
            } else if (choice < 94) {
                task.rewind();
                current = committed;
            } else if (choice < 98) {
                task.apply();
            } else if (random.nextInt(rocks ? 4 : 1) == 0) {
                if (rocks) {
                    task.reopen();
                } else {
                    task.crash();
                }
                current = committed;
            }
        }

        private void put(String key, @Nullable String value, long timestamp) {
            long validTo = store().put(key, value, timestamp);
            if (current.isExpired(timestamp)) {
                assertThat(validTo).isEqualTo(VersionedKeyValueStore.PUT_RETURN_CODE_NOT_PUT);
                return;
            }
            Long next = current.of(key).higherKey(timestamp);
            assertThat(validTo).isEqualTo(next == null ? -1 : next);
            current = current.with(key, value, timestamp);
        }
    }
}
