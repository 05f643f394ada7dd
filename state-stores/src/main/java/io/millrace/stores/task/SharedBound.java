package io.millrace.stores.task;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bound on what all tasks of an application have together, however many they are. Safe from any thread.
 *
 * <p>Once they are over it, those give back that have at least the average: so what is given back is worth the effort, and tasks at rest do nothing for busy
 * ones.
 */
public final class SharedBound {

    private final long max;
    private final AtomicLong used = new AtomicLong();
    private final AtomicInteger sharers = new AtomicInteger();

    /** @param max of all that share it */
    public SharedBound(long max) {
        this.max = max;
    }

    /** What all together have, about. */
    public long used() {
        return used.get();
    }

    /** The bound. */
    public long max() {
        return max;
    }

    /** The share of one more task, at first empty. To be closed with the task. */
    Share share() {
        sharers.incrementAndGet();
        return new Share();
    }

    /** What one task has. Confined to the task's thread. */
    final class Share implements AutoCloseable {

        private long own;
        private boolean isClosed;

        private Share() {}

        /** Notes what the task has now. */
        void set(long amount) {
            if (amount != own) {
                used.addAndGet(amount - own);
                own = amount;
            }
        }

        /** Whether the task is to give back what it has. */
        boolean isOver() {
            long all = used.get();
            return all > max && own > 0 && own >= all / sharers.get();
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
