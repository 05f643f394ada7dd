package io.millrace.stores.task;

import io.millrace.log.TombstoneHold;

/**
 * What stores ask of the log that their changelogs are in: whether it still goes on from where they stand. After a power loss without syncs, or when an older copy was put back, a store
 * can be ahead of its log, and would keep what the log has lost.
 */
public interface ChangelogHistory {

    /** A log that never loses anything. */
    ChangelogHistory UNBROKEN = new ChangelogHistory() {
        @Override
        public int epoch() {
            return 0;
        }

        @Override
        public long lastCommitNumber() {
            return -1;
        }

        @Override
        public boolean isContinued(StoreSlot slot, StoreMeta meta) {
            return true;
        }

        @Override
        public TombstoneHold holdTombstones(StoreSlot slot, long nextOffset) {
            return TombstoneHold.NONE;
        }
    };

    /** Number of the log's present epoch. */
    int epoch();

    /** Number of the last commit in the log: what is restored from now on belongs to it or to an earlier one. */
    long lastCommitNumber();

    /** Whether the log still has, unchanged, everything that the store stands for. */
    boolean isContinued(StoreSlot slot, StoreMeta meta);

    /** Has the log keep tombstones of the store's changelog from {@code nextOffset} on, and tells whether some before it are gone. */
    TombstoneHold holdTombstones(StoreSlot slot, long nextOffset);
}
