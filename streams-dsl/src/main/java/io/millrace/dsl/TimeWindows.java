package io.millrace.dsl;

import io.millrace.state.TimeWindow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Windows of one size that begin at multiples of an advance, counted from the epoch: tumbling windows if the advance is the size, else hopping windows, which overlap.
 * The end does not belong to a window. Immutable.
 */
public final class TimeWindows extends Windows<TimeWindow> {

    /** Size of a window, in milliseconds. */
    public final long sizeMs;

    /** Distance between the starts of two windows, in milliseconds. */
    public final long advanceMs;

    private final long graceMs;

    private TimeWindows(long sizeMs, long advanceMs, long graceMs) {
        if (sizeMs <= 0) {
            throw new IllegalArgumentException("The size of a window must be larger than zero, but is " + sizeMs);
        }
        if (advanceMs <= 0 || advanceMs > sizeMs) {
            throw new IllegalArgumentException("Windows of " + sizeMs + " ms must advance by more than zero and at most"
                    + " their size, not by " + advanceMs + " ms");
        }
        this.sizeMs = sizeMs;
        this.advanceMs = advanceMs;
        this.graceMs = graceMs;
    }

    /**
     * Tumbling windows that take no late records.
     *
     * @throws IllegalArgumentException if the size is not positive or too long to count in milliseconds
     */
    public static TimeWindows ofSizeWithNoGrace(Duration size) throws IllegalArgumentException {
        return ofSizeAndGrace(size, Duration.ofMillis(NO_GRACE_PERIOD));
    }

    /**
     * Tumbling windows that take late records for some time of stream time.
     *
     * @throws IllegalArgumentException if the size is not positive, the grace is negative, or one is too long to count in milliseconds
     */
    public static TimeWindows ofSizeAndGrace(Duration size, Duration afterWindowEnd) throws IllegalArgumentException {
        long sizeMs = Durations.requireMillis(size, "size");
        return new TimeWindows(sizeMs, sizeMs, Durations.requireMillis(afterWindowEnd, "afterWindowEnd"));
    }

    /**
     * The same with another advance.
     *
     * @throws IllegalArgumentException if it is not positive or larger than the size
     */
    public TimeWindows advanceBy(Duration advance) {
        return new TimeWindows(sizeMs, Durations.requireMillis(advance, "advance"), graceMs);
    }

    @Override
    public Map<Long, TimeWindow> windowsFor(long timestamp) {
        Map<Long, TimeWindow> windows = new LinkedHashMap<>();
        for (long start = firstStart(timestamp); start <= timestamp; start += advanceMs) {
            windows.put(start, new TimeWindow(start, start + sizeMs));
        }
        return windows;
    }

    /** The first multiple of the advance, from the epoch on, whose window has not ended at the timestamp. */
    private long firstStart(long timestamp) {
        long earliest = Math.max(0, timestamp - sizeMs + 1);
        return (earliest + advanceMs - 1) / advanceMs * advanceMs;
    }

    @Override
    public long size() {
        return sizeMs;
    }

    @Override
    public long gracePeriodMs() {
        return graceMs;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TimeWindows that
                && sizeMs == that.sizeMs
                && advanceMs == that.advanceMs
                && graceMs == that.graceMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(sizeMs, advanceMs, graceMs);
    }

    @Override
    public String toString() {
        return "TimeWindows{sizeMs=" + sizeMs + ", advanceMs=" + advanceMs + ", graceMs=" + graceMs + '}';
    }
}
