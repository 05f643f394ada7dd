package io.millrace.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.engine.rocksdb.RocksEngine;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store is never far behind its changelog on disk, so that little is replayed after a crash. With RocksDB, whose write buffers alone would keep small stores in memory. */
class ForcedFlushTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path directory;

    private StoreTask open() {
        return new StoreTask(
                directory.toString(),
                RocksEngine.factory((store, options) -> {}),
                0,
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("s"), Serdes.String(), Serdes.String()));
    }

    private static void commit(StoreTask task, String value) {
        task.at(1).<KeyValueStore<String, String>>store("s").put("k", value);
        task.commit();
        task.apply();
    }

    /** The flush goes on in the background; then what the process had in memory only is lost. */
    private static void crashOnceFlushed(StoreTask task) {
        var sizes = task.stores.sizes(task.stores.slots().get(0));
        Awaitility.await().until(() -> sizes.get().fileBytes() > 0);
        task.stores.abandon();
        task.crash();
    }

    private static long restoredFrom(StoreTask task) {
        return task.held.get("s");
    }

    @Test
    void shouldFlushAfter30SecondsHoweverLittleThereIs() {
        try (StoreTask task = open()) {
            commit(task, "1");
            task.clock.nanos += 20 * SECOND;
            commit(task, "2");
            assertThat(task.held).as("not yet").isEqualTo(Map.of("s", 0L));
            task.clock.nanos += 10 * SECOND;
            task.stores.doWork(task.clock.nanos);
            assertThat(restoredFrom(task)).isEqualTo(2);
            commit(task, "3");

            crashOnceFlushed(task);

            assertThat(restoredFrom(task)).as("only the last is replayed").isEqualTo(2);
            assertThat(task.<KeyValueStore<String, String>>store("s").get("k")).isEqualTo("3");
        }
    }

    @Test
    void shouldFlushAfter32MegabytesHoweverLittleTimeHasPassed() {
        String megabyte = "v".repeat(1 << 20);
        try (StoreTask task = open()) {
            for (int i = 0; i < 31; i++) {
                task.at(1).<KeyValueStore<String, String>>store("s").put("k", megabyte);
                task.commit();
                task.stores.doWork(task.clock.nanos);
            }
            assertThat(task.held).as("not yet").isEqualTo(Map.of("s", 0L));
            for (int i = 0; i < 8; i++) {
                task.at(1).<KeyValueStore<String, String>>store("s").put("k", megabyte);
                task.commit();
                task.stores.doWork(task.clock.nanos);
            }
            assertThat(restoredFrom(task)).isBetween(32L, 39L);

            crashOnceFlushed(task);

            assertThat(restoredFrom(task)).isBetween(32L, 39L);
        }
    }
}
