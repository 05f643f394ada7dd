package io.millrace.broker.segment;

import io.millrace.broker.disk.Disk;
import io.millrace.log.BrokerUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How far a partition's log is compacted, what is left to do, and the moment at which files change places. Thread-safe. */
public final class LogCompaction {

    private final PartitionLog log;
    private final LogEnvironment environment;
    private final String directory;
    private final UnsyncedFiles unsynced;

    // Held while files change places; see awaitReplacement.
    private final ReentrantLock replacing = new ReentrantLock();
    // Begun on the disk, not completed. Written under the lock.
    private volatile @Nullable Swap unfinished;
    private volatile CompactionState state = CompactionState.NONE;
    private volatile long tombstonesDueMs = Long.MAX_VALUE;

    /** A whole compacted segment that takes the place of old ones, up to where the last of them ends. */
    private record Swap(List<Segment> old, long endOffset, SegmentIndex index, Set<Long> droppedMarkers) {

        long baseOffset() {
            return old.get(0).baseOffset;
        }
    }

    LogCompaction(PartitionLog log, LogEnvironment environment, String directory, UnsyncedFiles unsynced) {
        this.log = log;
        this.environment = environment;
        this.directory = directory;
        this.unsynced = unsynced;
    }

    public CompactionState state() {
        return state;
    }

    /** Notes what a compaction has agreed on with the rest of the broker. Called by one thread at a time. */
    public void note(CompactionState newState) {
        state = state.and(newState);
    }

    void tombstonesAreDue(long wallMs) {
        tombstonesDueMs = wallMs;
    }

    private CompactionPlan plan() throws IOException {
        return CompactionPlan.of(
                log.view(),
                log.settings().compaction(),
                state,
                log.durableSegment(),
                tombstonesDueMs,
                environment.clock().wallMs());
    }

    /** Part of the log that was not compacted yet, if it is worth to do so now; else a negative number. */
    public double dirtyRatio() throws IOException {
        CompactionPlan plan = plan();
        return plan.isDue() && !plan.parts().isEmpty() ? plan.dirtyRatio() : -1;
    }

    /** Whether a checkpoint would let more of the log be compacted that should be. */
    public boolean awaitsCheckpoint() throws IOException {
        return plan().awaitsRecoveryPoint();
    }

    /** A compaction of what may be compacted now. One at a time. */
    public Compaction start(Compaction.Notes notes, long keyBytesMax) throws IOException {
        finishInterrupted();
        return new Compaction(log, environment, directory, plan(), notes, keyBytesMax);
    }

    /**
     * Puts a compacted segment, which is whole and synced, in the place of others.
     *
     * @param endOffset where the last of them ends
     * @return false if they are not all there any more; then nothing was done
     */
    boolean replace(List<Segment> old, long endOffset, SegmentIndex index, Set<Long> droppedMarkers)
            throws IOException {
        boolean[] isDone = {false};
        unsynced.whileNoneSyncs(() -> {
            replacing.lock();
            try {
                if (log.view().segments.containsAll(old)) {
                    swap(new Swap(old, endOffset, index, droppedMarkers));
                    isDone[0] = true;
                }
            } finally {
                replacing.unlock();
            }
        });
        return isDone[0];
    }

    private void swap(Swap swap) throws IOException {
        SegmentSwap.commit(environment.disk(), directory, swap.baseOffset(), swap.endOffset());
        unfinished = swap;
        syncDirectory();
        finish(swap);
    }

    /** What comes after it counts on the names before it. */
    private void syncDirectory() {
        try {
            environment.disk().syncDirectory(directory);
        } catch (IOException e) {
            throw environment.health().fail("The directory of " + log.partition() + " could not be synced", e);
        }
    }

    private void finish(Swap swap) {
        Disk disk = environment.disk();
        try {
            for (Segment segment : swap.old()) {
                segment.log.close();
            }
            SegmentSwap.removeOld(disk, directory, swap.baseOffset(), swap.endOffset());
            syncDirectory();
            SegmentSwap.takePlace(disk, directory, swap.baseOffset(), swap.endOffset());
            syncDirectory();
            Segment fresh = Segment.replacement(
                    disk, environment.clock(), directory, log.settings(), swap.baseOffset(), swap.index());
            log.replaced(swap.old(), fresh, swap.endOffset(), swap.droppedMarkers());
            unfinished = null;
        } catch (IOException e) {
            environment.reserve().writeFailed(e);
            throw new BrokerUnavailableException(
                    "Offsets " + swap.baseOffset() + " to " + (swap.endOffset() - 1) + " of " + log.partition()
                            + " cannot be read yet: a compacted segment could not take the place of old ones in "
                            + disk.describe(directory) + " (" + e.getMessage()
                            + "). Nothing is lost; it is tried again by whoever reads there. Mend the disk, or free space on it.",
                    e);
        }
    }

    /**
     * Completes what a failure has interrupted; nothing if there is no such thing.
     *
     * @throws BrokerUnavailableException if it fails again
     */
    void finishInterrupted() throws IOException {
        if (unfinished == null) {
            return;
        }
        unsynced.whileNoneSyncs(() -> {
            replacing.lock();
            try {
                Swap swap = unfinished;
                if (swap != null) {
                    environment.health().requireWritable();
                    finish(swap);
                }
            } finally {
                replacing.unlock();
            }
        });
    }

    /**
     * For a reader that came upon a segment which is being replaced: once this returns, the view has the new one.
     *
     * @throws BrokerUnavailableException if it could not be put there
     */
    void awaitReplacement() {
        try {
            finishInterrupted();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        replacing.lock();
        replacing.unlock();
    }
}
