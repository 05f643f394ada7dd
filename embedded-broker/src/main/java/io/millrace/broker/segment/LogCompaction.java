package io.millrace.broker.segment;

import io.millrace.broker.disk.Disk;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** How far a partition's log is compacted, what is left to do, and the moment at which files change places. Thread-safe. */
public final class LogCompaction {

    private final PartitionLog log;
    private final LogEnvironment environment;
    private final String directory;
    private final UnsyncedFiles unsynced;

    // Held while files change places; see awaitReplacement.
    private final ReentrantLock replacing = new ReentrantLock();
    private volatile CompactionState state = CompactionState.NONE;
    private volatile long tombstonesDueMs = Long.MAX_VALUE;

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
                    swap(old, endOffset, index, droppedMarkers);
                    isDone[0] = true;
                }
            } finally {
                replacing.unlock();
            }
        });
        return isDone[0];
    }

    private void swap(List<Segment> old, long endOffset, SegmentIndex index, Set<Long> droppedMarkers)
            throws IOException {
        Disk disk = environment.disk();
        long base = old.get(0).baseOffset;
        SegmentSwap.commit(disk, directory, base, endOffset);
        try {
            for (Segment segment : old) {
                segment.log.close();
            }
            SegmentSwap.finish(disk, directory, base, endOffset);
            Segment fresh = Segment.replacement(disk, environment.clock(), directory, log.settings(), base, index);
            log.replaced(old, fresh, endOffset, droppedMarkers);
        } catch (IOException e) {
            PartitionDamage damage = new PartitionDamage(
                    log.partition(),
                    old.get(0).path(),
                    0,
                    old.get(0).sizeBytes(),
                    base,
                    endOffset,
                    "a compacted segment could not take the place of old ones, " + e.getMessage(),
                    "Mend the disk and open the broker again: that completes it, nothing is lost.");
            log.refuse(damage);
            throw damage.error();
        }
    }

    /** For a reader that came upon a segment which is being replaced: once this returns, the view has the new one. */
    void awaitReplacement() {
        replacing.lock();
        replacing.unlock();
    }
}
