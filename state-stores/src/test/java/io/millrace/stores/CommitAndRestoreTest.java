package io.millrace.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.ProcessorStateException;
import io.millrace.log.TombstoneHold;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.table.ReadCacheBudget;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.task.ChangelogHistory;
import io.millrace.stores.task.SharedBound;
import io.millrace.stores.task.StoreBudgets;
import io.millrace.stores.task.StoreMeta;
import io.millrace.stores.task.StoreSlot;
import io.millrace.stores.task.TaskMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Commits, held-back commits, crashes and restores of all stores of a task together. */
class CommitAndRestoreTest {

    private final KeptEngines engines = new KeptEngines();

    private static StoreBuilder<KeyValueStore<String, String>> persistent(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.String());
    }

    private static StoreBuilder<KeyValueStore<String, String>> heap(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.String());
    }

    private StoreTask open(StoreBuilder<?>... builders) {
        return new StoreTask("task", engines, 0, builders);
    }

    private static long offset(StoreTask task, String store) {
        return task.stores.slots().stream()
                .filter(slot -> slot.name().equals(store))
                .findFirst()
                .orElseThrow()
                .changelogOffset();
    }

    @Test
    void shouldHoldCommitsBackFromTheEngine() {
        try (StoreTask task = open(persistent("a"))) {
            KeyValueStore<String, String> store = task.at(1).store("a");
            KeyValueEngine engine = engines.open("task", List.of("a"));

            store.put("k", "v");
            task.commit();
            assertThat(engine.get(1, "k".getBytes())).isNull();
            task.apply();

            assertThat(engine.get(1, "k".getBytes())).isEqualTo("v".getBytes());
        }
    }

    @Test
    void shouldApplyAfterEightCommits() {
        try (StoreTask task = open(persistent("a"))) {
            KeyValueStore<String, String> store = task.at(1).store("a");
            KeyValueEngine engine = engines.open("task", List.of("a"));
            for (int i = 1; i <= 7; i++) {
                store.put("k", "v" + i);
                task.commit();
            }
            assertThat(engine.get(1, "k".getBytes())).isNull();

            store.put("k", "v8");
            task.commit();

            assertThat(engine.get(1, "k".getBytes())).isEqualTo("v8".getBytes());
        }
    }

    @Test
    void shouldNotApplyWhileSomethingIsUncommitted() {
        try (StoreTask task = open(persistent("a"))) {
            KeyValueStore<String, String> store = task.at(1).store("a");
            KeyValueEngine engine = engines.open("task", List.of("a"));
            store.put("k", "committed");
            task.commit();

            store.put("k", "uncommitted");
            task.apply();

            assertThat(engine.get(1, "k".getBytes())).isNull();
            assertThat(store.get("k")).isEqualTo("uncommitted");
        }
    }

    @Test
    void shouldReplayTheTailOfTheChangelogAfterACrash() {
        StoreTask task = open(persistent("a"), persistent("b"));
        task.at(1);
        task.<KeyValueStore<String, String>>store("a").put("k", "applied");
        task.<KeyValueStore<String, String>>store("b").put("k", "applied");
        task.commit();
        task.apply();
        task.<KeyValueStore<String, String>>store("a").put("k", "held");
        task.commit();
        task.<KeyValueStore<String, String>>store("a").put("k", "lost");

        task.crash();

        assertThat(task.<KeyValueStore<String, String>>store("a").get("k")).isEqualTo("held");
        assertThat(task.<KeyValueStore<String, String>>store("b").get("k")).isEqualTo("applied");
        assertThat(offset(task, "a")).isEqualTo(1);
        assertThat(offset(task, "b")).isZero();
        task.close();
    }

    @Test
    void shouldRebuildAStoreThatMayHaveMissedDeletions() {
        StoreTask task = open(persistent("a"));
        task.at(1).<KeyValueStore<String, String>>store("a").put("deleted", "v");
        task.commit();
        task.apply();
        task.<KeyValueStore<String, String>>store("a").delete("deleted");
        task.<KeyValueStore<String, String>>store("a").put("other", "w");
        task.commit();
        task.changelog("a").set(0, StoreTask.COMPACTED);
        task.changelog("a").set(1, StoreTask.COMPACTED);
        task.droppedBefore = 2;

        task.crash();

        KeyValueStore<String, String> store = task.store("a");
        assertThat(store.get("deleted")).isNull();
        assertThat(store.get("other")).isEqualTo("w");
        task.close();
    }

    @Test
    void shouldTellTheLogWhatAStoreHasDurably() {
        StoreTask task = open(persistent("a"), heap("b"));
        assertThat(task.held).isEqualTo(Map.of("a", 0L, "b", 0L));
        task.at(1).<KeyValueStore<String, String>>store("a").put("k", "v");
        task.<KeyValueStore<String, String>>store("b").put("k", "v");
        task.commit();
        task.apply();
        assertThat(task.held).isEqualTo(Map.of("a", 0L, "b", 0L));

        task.clock.nanos += 30_000_000_000L;
        task.stores.doWork(task.clock.nanos);

        assertThat(task.held).isEqualTo(Map.of("a", 1L, "b", 1L));
        task.close();
        assertThat(task.held).isEmpty();
    }

    @Test
    void shouldHaveTheLargerTaskCommitEarlyOnceAllTogetherHoldTooMuch() {
        StoreBudgets budgets = new StoreBudgets(
                new ReadCacheBudget(StoreTask.ROOMY),
                new SharedBound(2_000),
                new SharedBound(2_000),
                new SharedBound(100));
        TaskMemory memory = new TaskMemory(new RecordCacheBudget(0), 8, budgets);
        try (StoreTask large = new StoreTask("large", engines, memory, persistent("a"));
                StoreTask small = new StoreTask("small", engines, memory, persistent("a"))) {
            small.at(1).<KeyValueStore<String, String>>store("a").put("k", "v");
            large.at(1).<KeyValueStore<String, String>>store("a").put("k", "v".repeat(1_000));
            assertThat(small.stores.mustCommit(Long.MAX_VALUE)).isFalse();
            assertThat(large.stores.mustCommit(Long.MAX_VALUE)).isFalse();

            large.<KeyValueStore<String, String>>store("a").put("l", "v".repeat(1_000));

            assertThat(large.stores.mustCommit(Long.MAX_VALUE)).isTrue();
            assertThat(small.stores.mustCommit(Long.MAX_VALUE)).isFalse();
            large.commit();
            assertThat(large.stores.mustCommit(Long.MAX_VALUE)).isFalse();
            assertThat(budgets.uncommittedBytes().used()).isPositive();
        }
        assertThat(budgets.uncommittedBytes().used()).isZero();
        assertThat(budgets.readCache().bytesPerStore()).isEqualTo(StoreTask.ROOMY);
    }

    @Test
    void shouldFlushBeforeItIsTimeOnceACrashWouldReplayTooMuch() {
        SharedBound replay = new SharedBound(3);
        TaskMemory memory = new TaskMemory(
                new RecordCacheBudget(0),
                1,
                new StoreBudgets(
                        new ReadCacheBudget(StoreTask.ROOMY),
                        new SharedBound(StoreTask.ROOMY),
                        new SharedBound(StoreTask.ROOMY),
                        replay));
        try (StoreTask task = new StoreTask("t", engines, memory, persistent("a"))) {
            for (int i = 0; i < 3; i++) {
                task.at(i).<KeyValueStore<String, String>>store("a").put("k" + i, "v");
                task.commit();
                task.stores.doWork(task.clock.nanos);
            }
            assertThat(replay.used()).isEqualTo(3);
            assertThat(task.held).isEqualTo(Map.of("a", 0L));

            task.<KeyValueStore<String, String>>store("a").put("k", "one too many");
            task.commit();
            task.stores.doWork(task.clock.nanos);

            assertThat(replay.used()).isZero();
            assertThat(task.held).isEqualTo(Map.of("a", 4L));
        }
        assertThat(replay.used()).isZero();
    }

    @Test
    void shouldGiveHeldCommitsToTheEngineWhenItIsClosed() {
        try (StoreTask task = open(persistent("a"))) {
            KeyValueStore<String, String> store = task.at(1).store("a");
            store.put("k", "v");
            task.commit();
            store.put("k", "uncommitted");
            task.changelog("a").clear();

            task.reopen();

            assertThat(task.<KeyValueStore<String, String>>store("a").get("k")).isEqualTo("v");
            assertThat(offset(task, "a")).isZero();
        }
    }

    @Test
    void shouldKeepAStoreWithoutChangelogAcrossRestarts() {
        StoreBuilder<KeyValueStore<String, String>> builder = persistent("a");
        builder.withLoggingDisabled();
        try (StoreTask task = open(builder)) {
            task.at(1).<KeyValueStore<String, String>>store("a").put("k", "v");
            task.commit();

            task.reopen();

            assertThat(task.changelog("a")).isEmpty();
            assertThat(task.<KeyValueStore<String, String>>store("a").get("k")).isEqualTo("v");
        }
    }

    @Test
    void shouldRefuseTheDataOfAnotherChangelogTopic() {
        StoreTask task = open(persistent("a"));
        task.at(1).<KeyValueStore<String, String>>store("a").put("k", "v");
        task.commit();
        task.apply();
        task.changeTopicId("a");

        assertThatThrownBy(task::crash)
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("The changelog 'a-changelog' of store 'a' is gone")
                .hasMessageContaining("Nothing was changed");
        task.close();
    }

    /** A log that has recovered since the stores were written. */
    private static ChangelogHistory recovered(boolean hasLostCommits) {
        return new ChangelogHistory() {
            @Override
            public int epoch() {
                return 2;
            }

            @Override
            public long lastCommitNumber() {
                return hasLostCommits ? -1 : 100;
            }

            @Override
            public boolean isContinued(StoreSlot slot, StoreMeta meta) {
                // The topic is new: nothing of it was there when the log recovered.
                return meta.commitNumber() <= lastCommitNumber() && meta.changelogOffset() < 0;
            }

            @Override
            public TombstoneHold holdTombstones(StoreSlot slot, long nextOffset) {
                return TombstoneHold.NONE;
            }
        };
    }

    @Test
    void shouldRefuseTheDataOfAnotherChangelogTopicAlsoWhenTheLogHasRecoveredSince() {
        StoreTask task = open(persistent("a"));
        task.at(1).<KeyValueStore<String, String>>store("a").put("k", "v");
        task.commit();
        task.apply();
        task.changeTopicId("a");
        task.history = recovered(false);

        assertThatThrownBy(task::crash)
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("may be the only copy");
        task.close();
    }

    @Test
    void shouldRebuildAStoreWhoseTopicTheLogHasLostTogetherWithItsCommits() {
        StoreTask task = open(persistent("a"));
        task.at(1).<KeyValueStore<String, String>>store("a").put("k", "v");
        task.commit();
        task.apply();
        task.changeTopicId("a");
        task.changelog("a").clear();
        task.history = recovered(true);

        task.crash();

        assertThat(task.<KeyValueStore<String, String>>store("a").get("k")).isNull();
        task.close();
    }

    @Test
    void shouldHandCommittedDataOverToTheNextIncarnationAndNothingElse() {
        try (StoreTask task = open(persistent("a"), heap("b"))) {
            for (String name : List.of("a", "b")) {
                task.at(1).<KeyValueStore<String, String>>store(name).put("k", "committed");
            }
            task.commit();
            for (String name : List.of("a", "b")) {
                task.at(2).<KeyValueStore<String, String>>store(name).put("k", "uncommitted");
                task.changelog(name).clear();
            }

            task.handOver();

            for (String name : List.of("a", "b")) {
                assertThat(task.<KeyValueStore<String, String>>store(name).get("k"))
                        .isEqualTo("committed");
                assertThat(offset(task, name)).isZero();
            }
        }
    }

    @Test
    void shouldRefuseAFormatThatItDoesNotKnow() {
        StoreTask task = open(persistent("a"));
        KeyValueEngine engine = engines.open("task", List.of("a"));
        try (var batch = engine.newBatch()) {
            batch.put(KeyValueEngine.META, "a".getBytes(), new byte[] {9, 1, 2});
            engine.write(batch);
        }

        assertThatThrownBy(task::crash)
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("format 9")
                .hasMessageContaining("reads format 1");
        task.close();
    }

    @Test
    void shouldRefuseAMetaRecordThatIsCutOff() {
        StoreTask task = open(persistent("a"));
        KeyValueEngine engine = engines.open("task", List.of("a"));
        try (var batch = engine.newBatch()) {
            batch.put(KeyValueEngine.META, "a".getBytes(), new byte[] {1, 1, 2});
            engine.write(batch);
        }

        assertThatThrownBy(task::crash)
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining("has 3 bytes");
        task.close();
    }

    @Test
    void shouldNeverComeOutOfStepWhateverCrashes() {
        for (long seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            KeptEngines kept = new KeptEngines();
            StoreTask task = new StoreTask("t", kept, 0, persistent("a"), persistent("b"), heap("c"));
            Map<String, String> committed = new TreeMap<>();
            Map<String, String> current = new TreeMap<>();
            for (int step = 0; step < 400; step++) {
                task.at(step);
                int choice = random.nextInt(20);
                if (choice < 12) {
                    String key = "k" + random.nextInt(10);
                    String value = random.nextInt(4) == 0 ? null : "v" + step;
                    for (String name : List.of("a", "b", "c")) {
                        task.<KeyValueStore<String, String>>store(name).put(key, value);
                    }
                    current.compute(key, (same, old) -> value);
                } else if (choice < 16) {
                    task.commit();
                    committed = new TreeMap<>(current);
                } else if (choice < 18) {
                    task.apply();
                } else {
                    task.crash();
                    current = new TreeMap<>(committed);
                }
                if (choice >= 12) {
                    for (String name : List.of("a", "b", "c")) {
                        assertThat(rows(task.store(name)))
                                .as("seed " + seed + ", store " + name)
                                .isEqualTo(current);
                    }
                }
            }
            task.close();
        }
    }

    private static Map<String, String> rows(KeyValueStore<String, String> store) {
        Map<String, String> rows = new TreeMap<>();
        try (var all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, String> row = all.next();
                rows.put(row.key, row.value);
            }
        }
        return rows;
    }

    @Test
    void shouldKeepTheLeastRecentlyUsedOrderThroughRewindAndRestart() {
        try (StoreTask task =
                open(Stores.keyValueStoreBuilder(Stores.lruMap("l", 3), Serdes.String(), Serdes.String()))) {
            KeyValueStore<String, String> store = task.at(1).store("l");
            store.put("a", "1");
            store.put("b", "2");
            store.put("c", "3");
            store.get("a");
            task.commit();

            store.get("b");
            store.put("d", "4");
            assertThat(rows(store).keySet()).containsExactly("a", "b", "d");
            task.rewind();
            assertThat(rows(store).keySet()).containsExactly("a", "b", "c");

            store.put("d", "4");
            assertThat(rows(store).keySet()).containsExactly("a", "c", "d");
            task.commit();
            assertThat(new ArrayList<>(task.changelog("l")))
                    .last()
                    .satisfies(logged -> assertThat(logged.key()).isEqualTo("b".getBytes()))
                    .satisfies(logged -> assertThat(logged.value()).isNull());

            task.reopen();
            store = task.at(2).store("l");
            assertThat(rows(store).keySet()).containsExactly("a", "c", "d");
            store.put("e", "5");
            assertThat(rows(store).keySet()).hasSize(3).contains("e");
        }
    }
}
