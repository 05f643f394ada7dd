package io.millrace.stores.task;

import io.millrace.errors.ProcessorStateException;
import io.millrace.errors.StreamsException;
import io.millrace.processor.CommitCallback;
import io.millrace.processor.StateRestoreCallback;
import io.millrace.processor.StateStore;
import io.millrace.query.Position;
import io.millrace.record.Headers;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.EngineSizes;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.SortedBatch;
import io.millrace.stores.table.ChangelogWriter;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.StoreEnvironment;
import io.millrace.stores.table.StoreHome;
import io.millrace.stores.table.StreamProgress;
import io.millrace.stores.table.Table;
import io.millrace.stores.view.TaskViews;
import io.millrace.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores of one task. Confined to the thread that owns the task.
 *
 * <p>Life: {@link #open}, then {@code init} of each store (which calls {@link #home} and {@link #register}), then restore, then any number of
 * {@link #flushCaches}, {@link #writeChangelogs}, {@link #commit} or {@link #rewind}, then {@link #close}. The engines hold committed data only, so closing
 * needs no clean state and a crash needs no wiping.
 */
public final class TaskStores implements StoreEnvironment, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskStores.class);
    private static final long FLUSH_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long FLUSH_BYTES = 32L << 20;

    private final Map<String, StoreSlot> slots = new LinkedHashMap<>();
    private final StoreEngines engines;
    private final RecordCoordinates context;
    private final RecordCacheBudget recordCache;
    private final StoreBudgets budgets;
    private final Clock clock;
    private final HeldBackCommits heldBack;
    private @Nullable Publication publication;
    private long lastCommitNumber = -1;
    /** No restored record belongs to a later commit. */
    private long restoredCommitNumber = -1;

    private long lastFlushNanos;
    private long bytesSinceFlush;
    private final SharedBound.Share replay;
    private final SharedBound.Share uncommitted;
    private final SharedBound.Share held;
    private boolean areBudgetsReturned;

    private TaskStores(
            List<StoreSlot> stores, StoreEngines engines, TaskMemory memory, RecordCoordinates context, Clock clock) {
        this.engines = engines;
        this.context = context;
        this.recordCache = memory.recordCache();
        this.heldBack = new HeldBackCommits(memory.heldBackCommits());
        this.clock = clock;
        this.budgets = memory.budgets();
        this.replay = budgets.replayRecords().share();
        this.uncommitted = budgets.uncommittedBytes().share();
        this.held = budgets.heldBytes().share();
        budgets.readCache().addStores(stores.size());
        this.lastFlushNanos = clock.monotonicNanos();
        stores.forEach(slot -> slots.put(slot.name(), slot));
    }

    /**
     * What a task's stores may use.
     *
     * @param recordCache the thread's budget for unforwarded changes
     * @param heldBackCommits so many commits go to the engine at once, unless they are large or old
     * @param budgets shared by all tasks of the application
     */
    public record TaskMemory(RecordCacheBudget recordCache, int heldBackCommits, StoreBudgets budgets) {

        /** For a task alone, with as many commits at once as usual. */
        public TaskMemory(RecordCacheBudget recordCache, long readCacheBytes) {
            this(recordCache, readCacheBytes, HeldBackCommits.DEFAULT_MAX_COMMITS);
        }

        /** For a task alone. */
        public TaskMemory(RecordCacheBudget recordCache, long readCacheBytes, int heldBackCommits) {
            this(recordCache, heldBackCommits, StoreBudgets.of(readCacheBytes, Long.MAX_VALUE));
        }
    }

    /**
     * Opens the engines of a task's stores; no database for a task without persistent ones.
     *
     * @param stores in the order in which their caches are to be flushed
     * @param directory where the persistent engine keeps its files
     * @param context the task's record context
     */
    public static TaskStores open(
            List<StoreSlot> stores,
            String directory,
            EngineFactory persistentEngines,
            TaskMemory memory,
            RecordCoordinates context,
            Clock clock) {
        return open(stores, directory, persistentEngines, memory, context, clock, ChangelogHistory.UNBROKEN);
    }

    /**
     * Opens the engines of a task's stores. A store that is ahead of its log is emptied, so that it is rebuilt from its changelog.
     *
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
            opened.restoredCommitNumber = history.lastCommitNumber();
            stores.forEach(slot -> opened.readMeta(slot, history));
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

    private void readMeta(StoreSlot slot, ChangelogHistory history) {
        slot.logEpoch = history.epoch();
        slot.note = engines.readNote(slot);
        StoreMeta meta = engines.readMeta(slot);
        if (slot.isLogged()) {
            slot.tombstones = history.holdTombstones(slot, meta == null ? 0 : meta.changelogOffset() + 1);
        }
        if (meta == null) {
            return;
        }
        // Whether the log has lost commits is asked before anything else: then the topic may have gone with them.
        StoreMeta inThisTopic = StoreEngines.isOfSameTopic(slot, meta) ? meta : meta.withoutOffset();
        if (slot.isLogged() && !history.isContinued(slot, inThisTopic)) {
            LOG.warn(
                    "Store '{}' is at offset {} of '{}' and commit {}, which the log has lost since (it is in epoch {}, the store was written in epoch {}):"
                            + " it is emptied and rebuilt from its changelog",
                    slot.name(),
                    meta.changelogOffset(),
                    slot.changelogTopic(),
                    meta.commitNumber(),
                    history.epoch(),
                    meta.logEpoch());
            engines.clear(slot);
            slot.tombstones.advance(0);
            return;
        }
        StoreEngines.requireSameTopic(slot, meta);
        if (meta.changelogOffset() + 1 < slot.tombstones.droppedBefore()) {
            LOG.warn(
                    "Store '{}' is at offset {} of '{}', and deletions of keys before offset {} were compacted away since: it is emptied and rebuilt from its"
                            + " changelog, so that no deleted key lives on in it. Raise delete.retention.ms of the topic to avoid this.",
                    slot.name(),
                    meta.changelogOffset(),
                    slot.changelogTopic(),
                    slot.tombstones.droppedBefore());
            engines.clear(slot);
            slot.tombstones.advance(0);
            return;
        }
        slot.changelogOffset = meta.changelogOffset();
        slot.flushedOffset = meta.changelogOffset();
        slot.openedStreamTimeMs = meta.streamTimeMs();
        slot.openedSequence = meta.sequence();
        lastCommitNumber = Math.max(lastCommitNumber, meta.commitNumber());
    }

    /** Empties a store, which then stands for nothing. Before {@code init} of the stores. */
    public void clear(StoreSlot slot) {
        engines.clear(slot);
        slot.tombstones.advance(0);
        slot.note = null;
        slot.changelogOffset = -1;
        slot.openedStreamTimeMs = StreamProgress.NO_TIME;
        slot.openedSequence = 0;
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
     * Forwards what the record caches hold back: one pass in flush order, then again while a pass made something dirty, which only processors that
     * write to stores of earlier ones can do. User code runs and may throw: as in Kafka Streams, the other stores are flushed still, and the first failure
     * is thrown.
     */
    public void flushCaches() {
        boolean again = true;
        while (again) {
            RuntimeException failure = null;
            for (StoreSlot slot : slots.values()) {
                failure = flush(slot, failure);
            }
            if (failure != null) {
                throw failure;
            }
            again = hasUnforwarded();
        }
    }

    private static @Nullable RuntimeException flush(StoreSlot slot, @Nullable RuntimeException earlier) {
        if (slot.table == null) {
            return earlier;
        }
        try {
            slot.table.flushing().flush();
        } catch (RuntimeException e) {
            if (earlier == null) {
                return e;
            }
            earlier.addSuppressed(e);
        }
        return earlier;
    }

    private boolean hasUnforwarded() {
        for (StoreSlot slot : slots.values()) {
            if (slot.table != null && slot.table.flushing().hasUnforwarded()) {
                return true;
            }
        }
        return false;
    }

    /** Hands the changes of every logged built-in store to its changelog. */
    public void writeChangelogs(Function<StoreSlot, ChangelogWriter> changelogs) {
        for (StoreSlot slot : slots.values()) {
            if (slot.isLogged() && slot.table != null && slot.table.isDirty()) {
                slot.table.writeChangelog(changelogs.apply(slot));
            }
        }
    }

    /** Bytes of uncommitted changes of all built-in stores, about. */
    public long uncommittedBytes() {
        long bytes = 0;
        for (StoreSlot slot : slots.values()) {
            bytes += slot.table == null ? 0 : slot.table.uncommittedBytes();
        }
        return bytes;
    }

    /** Whether the task holds so much that it has to commit early: more than {@code ownMaxBytes}, or all tasks together too much and this one the average at least. */
    public boolean mustCommit(long ownMaxBytes) {
        long bytes = uncommittedBytes();
        uncommitted.set(bytes);
        return bytes > ownMaxBytes || uncommitted.isOver();
    }

    /** Whether a built-in store changed since the last commit. */
    public boolean isDirty() {
        for (StoreSlot slot : slots.values()) {
            if (slot.table != null && slot.table.isDirty()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The transaction is decided.
     *
     * @param commitNumber its number in the log
     * @param changelogOffsets offset of the last record per store whose changelog the transaction wrote to (or whose source topic, read as
     *     changelog, was processed up to there)
     */
    public void commit(long commitNumber, Map<String, Long> changelogOffsets) {
        commit(commitNumber, changelogOffsets, Position.emptyPosition());
    }

    /**
     * As the other, for a task that publishes its views.
     *
     * @param position offsets of the last input records that the transaction has processed
     */
    public void commit(long commitNumber, Map<String, Long> changelogOffsets, Position position) {
        if (publication != null) {
            publication.collectIfWanted();
        }
        lastCommitNumber = commitNumber;
        for (StoreSlot slot : slots.values()) {
            Long offset = changelogOffsets.get(slot.name());
            if (offset != null) {
                slot.changelogOffset = offset;
            }
            if (slot.table != null) {
                bytesSinceFlush += slot.table.uncommittedBytes();
                slot.table.commit();
            } else {
                slot.store().commit(Map.of());
            }
            if (slot.commitCallback != null) {
                onCommit(slot, slot.commitCallback);
            }
        }
        applyToEnginesOfStores();
        long now = clock.monotonicNanos();
        heldBack.committed(now);
        boolean isApplied = applyIfDue(now);
        uncommitted.set(0);
        noteReplay();
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
            publication.restored(Math.max(lastCommitNumber, restoredCommitNumber), position);
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
        uncommitted.set(0);
        for (StoreSlot slot : slots.values()) {
            if (slot.table != null) {
                slot.table.rewind();
            }
        }
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
        boolean applied = !isDirty() && applyIfDue(nowNanos);
        if (applied && publication != null) {
            publication.applied();
        }
        if (bytesSinceFlush > 0 && heldBack.isEmpty() && isFlushDue(nowNanos)) {
            engines.flush();
            lastFlushNanos = nowNanos;
            bytesSinceFlush = 0;
            for (StoreSlot slot : slots.values()) {
                slot.flushedOffset = slot.changelogOffset;
                slot.tombstones.advance(slot.changelogOffset + 1);
            }
            replay.set(0);
            return true;
        }
        return applied;
    }

    private void trim() {
        for (StoreSlot slot : slots.values()) {
            if (slot.table != null) {
                slot.table.trim();
            }
        }
    }

    private boolean isFlushDue(long nowNanos) {
        return bytesSinceFlush >= FLUSH_BYTES || nowNanos - lastFlushNanos >= FLUSH_INTERVAL_NANOS || replay.isOver();
    }

    private void noteReplay() {
        long records = 0;
        for (StoreSlot slot : slots.values()) {
            if (slot.store().persistent()) {
                records += slot.changelogOffset - slot.flushedOffset;
            }
        }
        replay.set(records);
    }

    private boolean applyIfDue(long nowNanos) {
        long heldBytes = 0;
        for (StoreSlot slot : slots.values()) {
            heldBytes += slot.table == null ? 0 : slot.table.heldBytes();
        }
        held.set(heldBytes);
        if (!heldBack.isDue(heldBytes, nowNanos) && !held.isOver()) {
            return false;
        }
        apply();
        return true;
    }

    private void apply() {
        engines.apply(lastCommitNumber, clock.wallMs());
        heldBack.applied();
        held.set(0);
    }

    /** Engines that stores brought along get each commit at once: the program may look into them. */
    private void applyToEnginesOfStores() {
        for (StoreSlot slot : slots.values()) {
            if (slot.table != null && !engines.hold(slot)) {
                StoreEngines.applyNow(slot.table);
                commitInner(slot);
            }
        }
    }

    private static void commitInner(StoreSlot slot) {
        for (Table inner : slot.inner) {
            inner.commit();
            StoreEngines.applyNow(inner);
        }
    }

    // ---- restore
    // ------------------------------------------------------------------------------------------------------------

    /** No record that is restored from now on belongs to a later commit than this one. For standbys, which follow their log while it goes on. */
    public void restoredUpTo(long commitNumber) {
        restoredCommitNumber = commitNumber;
    }

    /** Starts a batch of restored records of one store. */
    public RestoreBatch restore(StoreSlot slot) {
        return new RestoreBatch(slot);
    }

    /** Committed changelog records on their way into a store; they and their offset become part of it together. */
    public final class RestoreBatch implements AutoCloseable {

        private final StoreSlot slot;
        private final SortedBatch batch;
        private long bytes;

        private RestoreBatch(StoreSlot slot) {
            this.slot = slot;
            this.batch = new SortedBatch(engineForRestore().newBatch());
        }

        private KeyValueEngine engineForRestore() {
            return slot.table == null ? engines.of(slot) : slot.table.engine();
        }

        /** Adds a record. The arrays are kept. */
        public void add(byte[] key, byte @Nullable [] value, long timestampMs) {
            add(key, value, timestampMs, null);
        }

        /** Adds a record with headers, which stores that keep them need. The arrays are kept. */
        public void add(byte[] key, byte @Nullable [] value, long timestampMs, @Nullable Headers headers) {
            bytes += key.length + (value == null ? 0 : value.length) + 1L;
            if (slot.table != null) {
                slot.table.restore(batch, key, value, timestampMs, headers);
            } else if (slot.restoreCallback != null) {
                slot.restoreCallback.restore(key, value);
            }
        }

        /** Applies the batch; the store now stands at {@code lastOffset}. */
        public void apply(long lastOffset) {
            slot.changelogOffset = lastOffset;
            if (slot.table != null) {
                slot.table.restored(batch);
            }
            if (engines.hold(slot)) {
                StoreEngines.putMeta(batch, slot, restoredCommitNumber, clock.wallMs());
            }
            engineForRestore().write(batch.finish());
            bytesSinceFlush += bytes;
            noteReplay();
            commitInner(slot);
            if (slot.table != null) {
                slot.table.applied();
            }
        }

        @Override
        public void close() {
            batch.close();
        }
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
        if (!heldBack.isEmpty()) {
            if (publication != null) {
                publication.collectIfWanted();
            }
            apply();
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
            replay.close();
            uncommitted.close();
            held.close();
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
