package io.millrace.dsl;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Windows that slide over the records: one for each set of records whose timestamps differ by no more than the time difference. Both ends belong to a window. Immutable.
 */
public final class SlidingWindows {

    private final long timeDifferenceMs;
    private final long graceMs;

    private SlidingWindows(long timeDifferenceMs, long graceMs) {
        this.timeDifferenceMs = timeDifferenceMs;
        this.graceMs = graceMs;
    }

    /**
     * Windows that take no late records.
     *
     * @throws IllegalArgumentException if the difference is negative or too long to count in milliseconds
     */
    public static SlidingWindows ofTimeDifferenceWithNoGrace(Duration timeDifference) throws IllegalArgumentException {
        return ofTimeDifferenceAndGrace(timeDifference, Duration.ZERO);
    }

    /**
     * Windows that take late records for some time of stream time.
     *
     * @throws IllegalArgumentException if one is negative or too long to count in milliseconds
     */
    public static SlidingWindows ofTimeDifferenceAndGrace(Duration timeDifference, Duration afterWindowEnd)
            throws IllegalArgumentException {
        return new SlidingWindows(
                Durations.requireMillis(timeDifference, "timeDifference"),
                Durations.requireMillis(afterWindowEnd, "afterWindowEnd"));
    }

    /** The largest difference between timestamps in a window, in milliseconds. */
    public long timeDifferenceMs() {
        return timeDifferenceMs;
    }

    /** How long after its end a window still takes records, in milliseconds of stream time. */
    public long gracePeriodMs() {
        return graceMs;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SlidingWindows that
                && timeDifferenceMs == that.timeDifferenceMs
                && graceMs == that.graceMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(timeDifferenceMs, graceMs);
    }

    @Override
    public String toString() {
        return "SlidingWindows{sizeMs=" + timeDifferenceMs + ", graceMs=" + graceMs + '}';
    }
}
