package io.millrace.dsl;

import io.millrace.state.Window;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the timestamps of two records may lie apart to be joined: the right one at most {@code beforeMs} before and {@code afterMs} after the left one, both ends
 * included. Immutable.
 */
public class JoinWindows extends Windows<Window> {

    /** How far the right record may lie before the left one, in milliseconds. */
    public final long beforeMs;

    /** How far the right record may lie after the left one, in milliseconds. */
    public final long afterMs;

    /** Whether a record without partner waits until its window is closed, rather than being joined with null at once. */
    protected final boolean enableSpuriousResultFix;

    private final long graceMs;

    /** A copy. */
    protected JoinWindows(JoinWindows joinWindows) {
        this(joinWindows.beforeMs, joinWindows.afterMs, joinWindows.graceMs, joinWindows.enableSpuriousResultFix);
    }

    private JoinWindows(long beforeMs, long afterMs, long graceMs, boolean enableSpuriousResultFix) {
        if (beforeMs + afterMs < 0) {
            throw new IllegalArgumentException(
                    "A join window of " + beforeMs + " ms before and " + afterMs + " ms after is empty");
        }
        this.beforeMs = beforeMs;
        this.afterMs = afterMs;
        this.graceMs = graceMs;
        this.enableSpuriousResultFix = enableSpuriousResultFix;
    }

    /**
     * Up to {@code timeDifference} before and after, with a grace period in stream time.
     *
     * @throws IllegalArgumentException if one is negative or too long to count in milliseconds
     */
    public static JoinWindows ofTimeDifferenceAndGrace(Duration timeDifference, Duration afterWindowEnd) {
        long differenceMs = Durations.requireMillis(timeDifference, "timeDifference");
        return new JoinWindows(
                differenceMs, differenceMs, Durations.requireMillis(afterWindowEnd, "afterWindowEnd"), true);
    }

    /**
     * Up to {@code timeDifference} before and after, without grace.
     *
     * @throws IllegalArgumentException if it is negative or too long to count in milliseconds
     */
    public static JoinWindows ofTimeDifferenceWithNoGrace(Duration timeDifference) {
        return ofTimeDifferenceAndGrace(timeDifference, Duration.ofMillis(NO_GRACE_PERIOD));
    }

    /**
     * The old way: left and outer joins join with null at once, even if a partner comes later, and window and grace together make 24 hours. Prefer the others.
     *
     * @throws IllegalArgumentException if it is negative or too long to count in milliseconds
     */
    public static JoinWindows of(Duration timeDifference) throws IllegalArgumentException {
        long differenceMs = Durations.requireMillis(timeDifference, "timeDifference");
        long graceMs = Math.max(DEPRECATED_DEFAULT_24_HR_GRACE_PERIOD - differenceMs * 2, 0);
        return new JoinWindows(differenceMs, differenceMs, graceMs, false);
    }

    /**
     * The same with another limit before; it may be negative, so that a partner must be later.
     *
     * @throws IllegalArgumentException if nothing would be left of the window, or it is too long to count in milliseconds
     */
    public JoinWindows before(Duration timeDifference) throws IllegalArgumentException {
        return new JoinWindows(millis(timeDifference), afterMs, graceMs, enableSpuriousResultFix);
    }

    /**
     * The same with another limit after; it may be negative, so that a partner must be earlier.
     *
     * @throws IllegalArgumentException if nothing would be left of the window, or it is too long to count in milliseconds
     */
    public JoinWindows after(Duration timeDifference) throws IllegalArgumentException {
        return new JoinWindows(beforeMs, millis(timeDifference), graceMs, enableSpuriousResultFix);
    }

    private static long millis(Duration timeDifference) {
        Objects.requireNonNull(timeDifference, "timeDifference cannot be null");
        try {
            return timeDifference.toMillis();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "timeDifference of " + timeDifference + " is too long to count in milliseconds", e);
        }
    }

    /** Not for join windows, which are relative to each record. */
    @Override
    public Map<Long, Window> windowsFor(long timestamp) {
        throw new UnsupportedOperationException("Join windows are relative to each record: there are none for a time");
    }

    @Override
    public long size() {
        return beforeMs + afterMs;
    }

    /**
     * The same with another grace period, for windows made by {@link #of}.
     *
     * @throws IllegalStateException for windows that were made with a grace period
     * @throws IllegalArgumentException if it is negative or too long to count in milliseconds
     */
    public JoinWindows grace(Duration afterWindowEnd) throws IllegalArgumentException {
        if (enableSpuriousResultFix) {
            throw new IllegalStateException(
                    "The grace of these windows was given when they were made: use ofTimeDifferenceAndGrace instead");
        }
        return new JoinWindows(beforeMs, afterMs, Durations.requireMillis(afterWindowEnd, "afterWindowEnd"), false);
    }

    @Override
    public long gracePeriodMs() {
        return graceMs;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other != null
                && getClass() == other.getClass()
                && beforeMs == ((JoinWindows) other).beforeMs
                && afterMs == ((JoinWindows) other).afterMs
                && graceMs == ((JoinWindows) other).graceMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(beforeMs, afterMs, graceMs);
    }

    @Override
    public String toString() {
        return "JoinWindows{beforeMs=" + beforeMs + ", afterMs=" + afterMs + ", graceMs=" + graceMs + '}';
    }
}
