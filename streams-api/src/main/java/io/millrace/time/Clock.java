package io.millrace.time;

/**
 * Tells the time. Implementations are safe from any thread.
 */
public interface Clock {

    /** Milliseconds since the epoch. May step forwards or backwards when the machine's clock is set. */
    long wallMs();

    /** Nanoseconds from an arbitrary origin. Never goes back; for durations, deadlines and intervals. */
    long monotonicNanos();
}
