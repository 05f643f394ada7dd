package io.millrace.stores.task;

import io.millrace.stores.engine.EngineBatch;
import io.millrace.time.Clock;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * What of a task's commits its engines do not have yet, and what of that they do not have on disk: decides when commits that the tables hold back go to the engines, and when
 * the engines are flushed, so that the tail to replay after a crash stays short. Owned by {@link TaskStores}, which tells it of each commit; confined to the task's thread.
 */
final class WriteBehind implements AutoCloseable {

    private static final long FLUSH_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long FLUSH_BYTES = 32L << 20;

    private final Collection<StoreSlot> slots;
    private final StoreEngines engines;
    private final Clock clock;

    private final HeldBackCommits heldBack;
    private final SharedBound.Share held;
    /** What the engines get next is of this commit or of earlier ones. */
    private long lastCommitNumber = -1;
    /** No restored record belongs to a later commit. */
    private long restoredCommitNumber = -1;

    private final SharedBound.Share replay;
    private long bytesSinceFlush;
    private long lastFlushNanos;

    WriteBehind(Collection<StoreSlot> slots, StoreEngines engines, TaskMemory memory, Clock clock) {
        this.slots = slots;
        this.engines = engines;
        this.clock = clock;
        this.heldBack = new HeldBackCommits(memory.heldBackCommits());
        this.held = memory.budgets().heldBytes().share();
        this.replay = memory.budgets().replayRecords().share();
        this.lastFlushNanos = clock.monotonicNanos();
    }

    /** The engine of a store was opened with the rows of this commit, or of an earlier one. */
    void opened(long commitNumber) {
        lastCommitNumber = Math.max(lastCommitNumber, commitNumber);
    }

    /** No record that is restored from now on belongs to a later commit than this one. */
    void restoredUpTo(long commitNumber) {
        restoredCommitNumber = commitNumber;
    }

    /** Bounds the numbers of commits that the stores have. */
    long newestCommitNumber() {
        return Math.max(lastCommitNumber, restoredCommitNumber);
    }

    // ---- to the engines
    // ------------------------------------------------------------------------------------------------------

    /** A commit is decided: what the tables hold from now on may belong to it. */
    void decided(long commitNumber) {
        lastCommitNumber = commitNumber;
    }

    /** A table takes rows of the commit. */
    void changed(long bytes) {
        bytesSinceFlush += bytes;
    }

    /**
     * All tables have the rows of the commit.
     *
     * @return whether the engines have them too
     */
    boolean committed() {
        applyToEnginesOfStores();
        long now = clock.monotonicNanos();
        heldBack.committed(now);
        boolean isApplied = applyIfDue(now);
        noteReplay();
        return isApplied;
    }

    /** Engines that stores brought along get each commit at once: the program may look into them. */
    private void applyToEnginesOfStores() {
        for (StoreSlot slot : slots) {
            if (slot.table != null && !engines.hold(slot)) {
                StoreEngines.applyNow(slot.table);
                StoreEngines.commitInner(slot);
            }
        }
    }

    /** Gives what is held back to the engines if there is enough of it, or if it is old enough. Nothing may be uncommitted. */
    boolean applyIfDue(long nowNanos) {
        long heldBytes = 0;
        for (StoreSlot slot : slots) {
            heldBytes += slot.table == null ? 0 : slot.table.heldBytes();
        }
        held.set(heldBytes);
        if (!heldBack.isDue(heldBytes, nowNanos) && !held.isOver()) {
            return false;
        }
        apply();
        return true;
    }

    /** Whether nothing is held back. */
    boolean isEmpty() {
        return heldBack.isEmpty();
    }

    /** Gives what is held back to the engines. Nothing may be uncommitted. */
    void apply() {
        engines.apply(lastCommitNumber, clock.wallMs());
        heldBack.applied();
        held.set(0);
    }

    // ---- past the tables
    // -----------------------------------------------------------------------------------------------------

    /** Notes in a batch of restored rows what the store stands for with them. */
    void noteRestored(EngineBatch batch, StoreSlot slot) {
        if (engines.hold(slot)) {
            StoreEngines.putMeta(batch, slot, restoredCommitNumber, clock.wallMs());
        }
    }

    /** An engine has got restored rows. */
    void restored(long bytes) {
        bytesSinceFlush += bytes;
        noteReplay();
    }

    // ---- to the disk
    // ---------------------------------------------------------------------------------------------------------

    /** Starts to make what the engines have survive a crash, if there is enough of it and nothing is held back. */
    boolean flushIfDue(long nowNanos) {
        if (bytesSinceFlush <= 0 || !heldBack.isEmpty() || !isFlushDue(nowNanos)) {
            return false;
        }
        engines.flush();
        lastFlushNanos = nowNanos;
        bytesSinceFlush = 0;
        for (StoreSlot slot : slots) {
            slot.flushedOffset = slot.changelogOffset;
            slot.tombstones.advance(slot.changelogOffset + 1);
        }
        replay.set(0);
        return true;
    }

    private boolean isFlushDue(long nowNanos) {
        return bytesSinceFlush >= FLUSH_BYTES || nowNanos - lastFlushNanos >= FLUSH_INTERVAL_NANOS || replay.isOver();
    }

    private void noteReplay() {
        long records = 0;
        for (StoreSlot slot : slots) {
            if (slot.store().persistent()) {
                records += slot.changelogOffset - slot.flushedOffset;
            }
        }
        replay.set(records);
    }

    /** Gives back the task's shares of what all tasks have together. Idempotent. */
    @Override
    public void close() {
        replay.close();
        held.close();
    }
}
