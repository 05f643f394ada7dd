package io.millrace.dsl;

import io.millrace.state.UnlimitedWindow;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One window from a start on, without an end; it never closes. Records before the start are in no window. Immutable. */
public final class UnlimitedWindows extends Windows<UnlimitedWindow> {

    /** Start of the window, in milliseconds since the epoch. */
    public final long startMs;

    private UnlimitedWindows(long startMs) {
        if (startMs < 0) {
            throw new IllegalArgumentException("A window cannot start before 1970, at " + startMs);
        }
        this.startMs = startMs;
    }

    /** The window that starts with the epoch. */
    public static UnlimitedWindows of() {
        return new UnlimitedWindows(0);
    }

    /**
     * The window that starts at another time.
     *
     * @throws IllegalArgumentException if that is before 1970 or too far to count in milliseconds
     */
    public UnlimitedWindows startOn(Instant start) throws IllegalArgumentException {
        Objects.requireNonNull(start, "start cannot be null");
        try {
            return new UnlimitedWindows(start.toEpochMilli());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("The start " + start + " is too far to count in milliseconds", e);
        }
    }

    @Override
    public Map<Long, UnlimitedWindow> windowsFor(long timestamp) {
        return timestamp >= startMs ? Map.of(startMs, new UnlimitedWindow(startMs)) : Map.of();
    }

    /** The largest number. */
    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    public long gracePeriodMs() {
        return 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UnlimitedWindows that && startMs == that.startMs;
    }

    @Override
    public int hashCode() {
        return Objects.hash(startMs);
    }

    @Override
    public String toString() {
        return "UnlimitedWindows{startMs=" + startMs + '}';
    }
}
