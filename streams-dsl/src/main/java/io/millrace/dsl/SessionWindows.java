package io.millrace.dsl;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sessions: records of a key belong to one session as long as no gap between two of them is longer than the inactivity gap. A record that closes a gap merges the
 * sessions on both sides. Immutable.
 */
public final class SessionWindows {

    private final long gapMs;
    private final long graceMs;

    private SessionWindows(long gapMs, long graceMs) {
        this.gapMs = gapMs;
        this.graceMs = graceMs;
    }

    /**
     * Sessions that take no late records.
     *
     * @throws IllegalArgumentException if the gap is negative or too long to count in milliseconds
     */
    public static SessionWindows ofInactivityGapWithNoGrace(Duration inactivityGap) {
        return ofInactivityGapAndGrace(inactivityGap, Duration.ZERO);
    }

    /**
     * Sessions that take late records for some time of stream time.
     *
     * @throws IllegalArgumentException if one is negative or too long to count in milliseconds
     */
    public static SessionWindows ofInactivityGapAndGrace(Duration inactivityGap, Duration afterWindowEnd) {
        return new SessionWindows(
                Durations.requireMillis(inactivityGap, "inactivityGap"),
                Durations.requireMillis(afterWindowEnd, "afterWindowEnd"));
    }

    /** How long after the gap behind its last record a session still takes records, in milliseconds of stream time. */
    public long gracePeriodMs() {
        return graceMs;
    }

    /** The longest gap inside a session, in milliseconds. */
    public long inactivityGap() {
        return gapMs;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionWindows that && gapMs == that.gapMs && graceMs == that.graceMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(gapMs, graceMs);
    }

    @Override
    public String toString() {
        return "SessionWindows{gapMs=" + gapMs + ", graceMs=" + graceMs + '}';
    }
}
