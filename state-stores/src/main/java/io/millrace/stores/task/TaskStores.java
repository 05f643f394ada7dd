package io.millrace.stores.task;

import io.millrace.errors.ProcessorStateException;
import io.millrace.errors.StreamsException;
import io.millrace.processor.CommitCallback;
import io.millrace.processor.StateRestoreCallback;
import io.millrace.processor.StateStore;
import io.millrace.query.Position;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.EngineSizes;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.table.ChangelogWriter;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.StoreEnvironment;
import io.millrace.stores.table.StoreHome;
import io.millrace.stores.table.Table;
import io.millrace.stores.view.TaskViews;
import io.millrace.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one task. Confined to the thread that owns the task.
 *
 * <p>Life: {@link #open}, then {@code init} of each store (which calls {@link #home} and {@link #register}), then restore, then any number of
 * {@link #flushCaches}, {@link #writeChangelogs}, {@link #commit} or {@link #rewind}, then {@link #close}. The engines hold committed data only, so closing
 * needs no clean state and a crash needs no wiping.
 */
public final class TaskStores implements StoreEnvironment, AutoCloseable {

    private final Map<String, StoreSlot> slots = new LinkedHashMap<>();
    private final StoreEngines engines;
    private final RecordCoordinates context;
    private final RecordCacheBudget recordCache;
    private final StoreBudgets budgets;
    private final TransactionBuffer transaction;
    private final WriteBehind writeBehind;
    private @Nullable Publication publication;
    private boolean areBudgetsReturned;

    private TaskStores(
            List<StoreSlot> stores, StoreEngines engines, TaskMemory memory, RecordCoordinates context, Clock clock) {
        stores.forEach(slot -> slots.put(slot.name(), slot));
        this.engines = engines;
        this.context = context;
        this.recordCache = memory.recordCache();
        this.budgets = memory.budgets();
        this.transaction =
                new TransactionBuffer(slots.values(), budgets.uncommittedBytes().share());
        this.writeBehind = new WriteBehind(slots.values(), engines, memory, clock);
        budgets.readCache().addStores(stores.size());
    }

    /**
     * Opens the engines of a task's stores; no database for a task without persistent ones. A store that is ahead of its log is emptied, so that it is rebuilt from its
     * changelog.
     *
     * @param stores in the order in which their caches are to be flushed
     * @param directory where the persistent engine keeps its files
     * @param context the task's record context
     * @param history of the log that the changelogs are in
     */
    public static TaskStores open(
            List<StoreSlot> stores,
            String directory,
            EngineFactory persistentEngines,
            TaskMemory memory,
            RecordCoordinates context,
            Clock clock,
            ChangelogHistory history) {
        return open(stores, StoreEngines.open(stores, directory, persistentEngines), memory, context, clock, history);
    }

    /**
     * As {@link #open}, with the engines of the task's incarnation before, which take their data along: nothing is to be restored but what has come since. Nothing else
     * goes from one incarnation to the next, no cache and no uncommitted change.
     *
     * @param kept of a task with the same stores; owned by the result
     */
    public static TaskStores reopen(
            List<StoreSlot> stores,
            DetachedEngines kept,
            TaskMemory memory,
            RecordCoordinates context,
            Clock clock,
            ChangelogHistory history) {
        return open(stores, kept.handOver(stores), memory, context, clock, history);
    }

    private static TaskStores open(
            List<StoreSlot> stores,
            StoreEngines engines,
            TaskMemory memory,
            RecordCoordinates context,
            Clock clock,
            ChangelogHistory history) {
        TaskStores opened = new TaskStores(stores, engines, memory, context, clock);
        try {
            opened.restoredUpTo(history.lastCommitNumber());
            StoreRecovery recovery = new StoreRecovery(engines, history);
            stores.forEach(slot -> opened.writeBehind.opened(recovery.recover(slot)));
            return opened;
        } catch (RuntimeException e) {
            opened.returnBudgets();
            stores.forEach(slot -> slot.tombstones.close());
            engines.close();
            throw e;
        }
    }

    /** Offsets of the last changelog records that the stores in a directory have, by store: a hint, for one who does not want to open them. */
    public static Map<String, Long> peek(String directory, EngineFactory engines) {
        Map<String, Long> offsets = new HashMap<>();
        StoreEngines.metas(engines.peek(directory))
                .forEach((store, meta) -> offsets.put(store, meta.changelogOffset()));
        return offsets;
    }

    /** Empties a store, which then stands for nothing. Before {@code init} of the stores. */
    public void clear(StoreSlot slot) {
        engines.clear(slot);
        slot.tombstones.advance(0);
        slot.forget();
    }

    // ---- what stores ask for in init
    // ----------------------------------------------------------------------------------------

    @Override
    public StoreHome home(String storeName) {
        StoreSlot slot = slot(storeName);
        return engines.home(slot, context, recordCache, budgets.readCache());
    }

    @Override
    public void register(Table table) {
        StoreSlot slot = slot(table.storeName());
        if (slot.table != null) {
            slot.inner.add(slot.table);
        }
        slot.table = table;
        table.progress().start(slot.openedStreamTimeMs, slot.openedSequence);
    }

    /** Registers a store of the user's own kind with how it is restored, and what it wants to be told at a commit. */
    public void register(StateStore store, StateRestoreCallback callback, @Nullable CommitCallback onCommit) {
        StoreSlot slot = slot(store.name());
        slot.restoreCallback = callback;
        slot.commitCallback = onCommit;
    }

    private StoreSlot slot(String storeName) {
        StoreSlot slot = slots.get(storeName);
        if (slot == null) {
            throw new StreamsException("The task has no store '" + storeName + "'; it has " + slots.keySet());
        }
        return slot;
    }

    /** The stores, in flush order. */
    public List<StoreSlot> slots() {
        return List.copyOf(slots.values());
    }

    /** Tells how large a store is in its engine; safe from any thread at any time. */
    public Supplier<EngineSizes> sizes(StoreSlot slot) {
        KeyValueEngine engine = engines.of(slot);
        int family = engines.familyOf(slot);
        return engines.hold(slot) ? () -> engine.sizes(family) : () -> EngineSizes.NONE;
    }

    /** The store of that name; null if the task has none. */
    public @Nullable StateStore find(String storeName) {
        StoreSlot slot = slots.get(storeName);
        return slot == null ? null : slot.store();
    }

    // ---- commit and rewind
    // --------------------------------------------------------------------------------------------------

    /**
     * Forwards what the record caches hold back, until none holds anything. User code runs and may throw: as in Kafka Streams, the other stores are flushed still, and the
     * first failure is thrown.
     */
    public void flushCaches() {
        transaction.flushCaches();
    }

    /** Hands the changes of every logged built-in store to its changelog. */
    public void writeChangelogs(Function<StoreSlot, ChangelogWriter> changelogs) {
        transaction.writeChangelogs(changelogs);
    }

    /** Whether the task holds so much that it has to commit early: more than {@code ownMaxBytes}, or all tasks together too much and this one the average at least. */
    public boolean mustCommit(long ownMaxBytes) {
        return transaction.isOver(ownMaxBytes);
    }

    /** Whether a built-in store changed since the last commit. */
    public boolean isDirty() {
        return transaction.isDirty();
    }

    /**
     * The transaction is decided.
     *
     * @param commitNumber its number in the log
     * @param changelogOffsets offset of the last record per store whose changelog the transaction wrote to (or whose source topic, read as
     *     changelog, was processed up to there)
     * @param position offsets of the last input records that it has processed, for who reads the published views
     */
    public void commit(long commitNumber, Map<String, Long> changelogOffsets, Position position) {
        if (publication != null) {
            publication.collectIfWanted();
        }
        writeBehind.decided(commitNumber);
        for (StoreSlot slot : slots.values()) {
            Long offset = changelogOffsets.get(slot.name());
            if (offset != null) {
                slot.changelogOffset = offset;
            }
            if (slot.table != null) {
                writeBehind.changed(slot.table.uncommittedBytes());
                slot.table.commit();
            } else {
                slot.store().commit(Map.of());
            }
            if (slot.commitCallback != null) {
                onCommit(slot, slot.commitCallback);
            }
        }
        boolean isApplied = writeBehind.committed();
        transaction.committed();
        if (publication != null) {
            publication.committed(commitNumber, position, isApplied);
        }
    }

    /**
     * From now on committed rows are published for other threads. After {@code init} of the stores.
     *
     * @param views closed with these stores
     */
    public void publish(TaskViews views) {
        publication = new Publication(slots.values(), engines, views);
    }

    /** Publishes what the engines have, while nothing is held back: before a restore and after it. */
    public void publishRestored(Position position) {
        if (publication != null) {
            publication.restored(writeBehind.newestCommitNumber(), position);
        }
    }

    private static void onCommit(StoreSlot slot, CommitCallback callback) {
        try {
            callback.onCommit();
        } catch (java.io.IOException e) {
            throw new ProcessorStateException(
                    "Store '" + slot.name() + "' failed when it was told of a commit. The commit stands.", e);
        }
    }

    /** Drops everything that is not committed. */
    public void rewind() {
        transaction.rewind();
    }

    /**
     * Does what is due in the background of processing: gives held-back commits to the engine, and flushes the engine so that the tail to replay
     * after a crash stays short. Only while nothing is uncommitted, or nothing is due.
     *
     * @return whether something was done
     */
    public boolean doWork(long nowNanos) {
        trim();
        if (publication != null) {
            publication.collectIfWanted();
        }
        boolean applied = !transaction.isDirty() && writeBehind.applyIfDue(nowNanos);
        if (applied && publication != null) {
            publication.applied();
        }
        return writeBehind.flushIfDue(nowNanos) || applied;
    }

    private void trim() {
        for (StoreSlot slot : slots.values()) {
            if (slot.table != null) {
                slot.table.trim();
            }
        }
    }

    // ---- restore
    // ------------------------------------------------------------------------------------------------------------

    /** No record that is restored from now on belongs to a later commit than this one. For standbys, which follow their log while it goes on. */
    public void restoredUpTo(long commitNumber) {
        writeBehind.restoredUpTo(commitNumber);
    }

    /** Starts a batch of restored records of one store. */
    public RestoreBatch restore(StoreSlot slot) {
        KeyValueEngine engine = slot.table == null ? engines.of(slot) : slot.table.engine();
        return new RestoreBatch(slot, engine, writeBehind);
    }

    /** Drops uncommitted changes, gives committed ones to the engine, closes the stores and the engines. Idempotent. */
    @Override
    public void close() {
        try {
            rewind();
            applyLast();
        } finally {
            closeStores();
            engines.close();
        }
    }

    /** Gives what is held back to the engines; who has asked for changes gets the last of them. */
    private void applyLast() {
        if (!writeBehind.isEmpty()) {
            if (publication != null) {
                publication.collectIfWanted();
            }
            writeBehind.apply();
        }
    }

    /**
     * As {@link #close()}, but keeps the engines open for the next incarnation of the task in this process, see {@link #reopen}.
     *
     * @return owned by the caller
     */
    public DetachedEngines detach() {
        try {
            rewind();
            applyLast();
            closeStores();
        } catch (RuntimeException e) {
            engines.close();
            throw e;
        }
        return new DetachedEngines(engines);
    }

    /**
     * Closes the stores and leaves behind what a killed process would: commits that were held back and what the engines have not flushed are in the
     * changelogs only.
     */
    public void abandon() {
        try {
            rewind();
        } finally {
            closeStores();
            engines.abandon();
        }
    }

    private void returnBudgets() {
        if (!areBudgetsReturned) {
            areBudgetsReturned = true;
            budgets.readCache().addStores(-slots.size());
            transaction.close();
            writeBehind.close();
        }
    }

    private void closeStores() {
        returnBudgets();
        if (publication != null) {
            publication.close();
        }
        for (StoreSlot slot : slots.values()) {
            slot.store().close();
            slot.table = null;
            slot.tombstones.close();
        }
    }
}
