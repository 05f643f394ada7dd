package io.millrace.time;

/**
 * Runs work later, one piece at a time.
 *
 * <p>All work handed to one scheduler runs on one thread at a time, never inside the call that hands it in. A piece of
 * work that throws is logged by the scheduler and does not stop later work. Handing in is safe from any thread.
 */
public interface Scheduler {

    /** Runs {@code work} as soon as possible, after work handed in before. */
    void run(Runnable work);

    /**
     * Runs {@code work} once the clock's {@link Clock#monotonicNanos()} has reached {@code monotonicNanos}.
     *
     * @return a handle that calls it off; calling off work that ran, or runs, does nothing
     */
    Scheduled at(long monotonicNanos, Runnable work);

    /** Work that waits for its time. */
    interface Scheduled {

        /** Calls the work off. Safe from any thread; idempotent. */
        void cancel();
    }
}
