package io.millrace.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serialization.Serdes;
import io.millrace.state.WindowStore;
import io.millrace.stores.table.UndoLog;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long rows of a cached window store outlive their retention: until more was put than the cache holds. */
class CachedWindowStoreTest {

    private static final long CACHE_BYTES = 2_000;
    /** Ten segments, of a minute each, behind the old row. */
    private static final long YOUNG_MS = 600_000;

    private static StoreTask open() {
        return new StoreTask(
                "task",
                new KeptEngines(),
                CACHE_BYTES,
                Stores.windowStoreBuilder(
                                Stores.persistentWindowStore("s", Duration.ofMillis(100), Duration.ofMillis(10), false),
                                Serdes.String(),
                                Serdes.String())
                        .withCachingEnabled());
    }

    private static void put(StoreTask task, String key, long timeMs) {
        task.<WindowStore<String, String>>store("s").put(key, "v", timeMs);
    }

    private static String get(StoreTask task, String key, long timeMs) {
        return task.<WindowStore<String, String>>store("s").fetch(key, timeMs);
    }

    private static void putMoreThanTheCacheHolds(StoreTask task) {
        for (int i = 0; i < 30; i++) {
            put(task.at(YOUNG_MS), "filler " + i, YOUNG_MS);
        }
    }

    /** Expired segments go when commits are given to the engine, which are held back up to eight at a time. */
    private static void commitUntilTheEngineHasIt(StoreTask task) {
        for (int i = 0; i < 8; i++) {
            put(task.at(YOUNG_MS), "young", YOUNG_MS);
            task.commit();
        }
    }

    @Test
    void shouldDropAnExpiredRowOnceMoreWasPutThanTheCacheHolds() {
        try (StoreTask task = open()) {
            put(task.at(0), "old", 0);
            task.commit();
            putMoreThanTheCacheHolds(task);
            commitUntilTheEngineHasIt(task);

            assertThat(get(task, "old", 0)).isNull();
        }
    }

    @Test
    void shouldNotCountWhatWasPutBeforeARewind() {
        try (StoreTask task = open()) {
            put(task.at(0), "old", 0);
            task.commit();
            putMoreThanTheCacheHolds(task);
            task.rewind();
            commitUntilTheEngineHasIt(task);

            assertThat(get(task, "old", 0)).isEqualTo("v");
        }
    }

    @Test
    void shouldNotCountWhatWasPutForARecordThatWasSkipped() {
        try (StoreTask task = open()) {
            UndoLog undo = new UndoLog();
            task.coordinates.undo = undo;
            put(task.at(0), "old", 0);
            task.commit();
            int mark = undo.begin();
            putMoreThanTheCacheHolds(task);
            undo.backTo(mark);
            undo.end();
            commitUntilTheEngineHasIt(task);

            assertThat(get(task, "old", 0)).isEqualTo("v");
        }
    }
}
