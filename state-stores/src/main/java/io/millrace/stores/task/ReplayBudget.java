package io.millrace.stores.task;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many changelog records all tasks of an application together may have that a crash of the process would make them replay: what their engines hold in memory only. It
 * bounds the time of a start after a crash, however many tasks there are and however long their changelogs. Safe from any thread.
 *
 * <p>A task that has at least the average share flushes its engine once all together are over the bound. So one flush takes back a share that is worth the
 * files it makes, and tasks at rest do not flush for busy ones.
 */
public final class ReplayBudget {

    /** About half a second of replay. */
    public static final long DEFAULT_RECORDS_MAX = 250_000;

    private final long recordsMax;
    private final AtomicLong records = new AtomicLong();
    private final AtomicInteger sharers = new AtomicInteger();

    /** @param recordsMax of all that share it */
    public ReplayBudget(long recordsMax) {
        this.recordsMax = recordsMax;
    }

    /** Records that would be replayed after a crash now, about. */
    public long records() {
        return records.get();
    }

    /** The share of one task, at first empty. To be closed with its stores. */
    Share share() {
        sharers.incrementAndGet();
        return new Share();
    }

    /** What one task has of it. Confined to the task's thread. */
    final class Share implements AutoCloseable {

        private long own;
        private boolean isClosed;

        private Share() {}

        /** Notes what the task would replay now. */
        void set(long count) {
            records.addAndGet(count - own);
            own = count;
        }

        /** Whether the task is to flush. */
        boolean isOver() {
            long all = records.get();
            return all > recordsMax && own > 0 && own * sharers.get() >= all;
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                set(0);
                sharers.decrementAndGet();
            }
        }
    }
}
