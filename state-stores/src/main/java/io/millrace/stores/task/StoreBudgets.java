package io.millrace.stores.task;

import io.millrace.stores.table.ReadCacheBudget;

/**
 * What the stores of all tasks of an application share. Safe from any thread.
 *
 * @param readCache clean entries, in bytes
 * @param uncommittedBytes changes that are not committed; a task that is asked to give back commits early
 * @param heldBytes changes that are committed and held back from engines; a task that is asked to give back hands them to its engine
 * @param replayRecords changelog records that a crash of the process would make tasks replay, since their engines hold them in memory only; a task that is asked to give back
 *     flushes its engine. It bounds the time of a start after a crash, however long the changelogs are
 */
public record StoreBudgets(
        ReadCacheBudget readCache, SharedBound uncommittedBytes, SharedBound heldBytes, SharedBound replayRecords) {

    /** About half a second of replay. */
    public static final long REPLAY_RECORDS_MAX = 250_000;

    /**
     * With the usual bound on replay.
     *
     * @param changedBytesMax of uncommitted changes, and once more of those held back
     */
    public static StoreBudgets of(long readCacheBytes, long changedBytesMax) {
        return new StoreBudgets(
                new ReadCacheBudget(readCacheBytes),
                new SharedBound(changedBytesMax),
                new SharedBound(changedBytesMax),
                new SharedBound(REPLAY_RECORDS_MAX));
    }
}
