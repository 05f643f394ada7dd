package io.millrace.runtime.metrics;

/**
 * How often something happened and how long it took. Written by one thread, without locks and without reading a clock; read by any. The count is written last and read first, so that every
 * event that is counted has its time.
 */
public final class Meter {

    private volatile long count;
    private volatile long nanos;
    private volatile long maxNanos;

    /**
     * Notes events that happened together; nothing if there were none.
     *
     * @param took all of them together, in nanoseconds
     */
    public void record(long events, long took) {
        if (events > 0) {
            // One thread writes, so no update is lost.
            nanos = nanos + took;
            maxNanos = Math.max(maxNanos, took / events);
            count = count + events;
        }
    }

    /** Events so far. */
    public long count() {
        return count;
    }

    /** Average time of one in nanoseconds; not a number if there was none. */
    public double averageNanos() {
        long events = count;
        return events == 0 ? Double.NaN : (double) nanos / events;
    }

    /** Longest time in nanoseconds, of events that happened together their average; not a number if there was none. */
    public double maxNanos() {
        return count == 0 ? Double.NaN : maxNanos;
    }
}
