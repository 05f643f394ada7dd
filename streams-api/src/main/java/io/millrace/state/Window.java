package io.millrace.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A span of time from {@code start} to {@code end}, in milliseconds since the epoch; the subclasses say whether the end
 * belongs to it. Immutable.
 */
public abstract class Window {

    /** Start, in milliseconds since the epoch. */
    protected final long startMs;

    /** End, in milliseconds since the epoch. */
    protected final long endMs;

    /** Throws {@code IllegalArgumentException} if {@code startMs} is negative or {@code endMs} before it. */
    public Window(long startMs, long endMs) throws IllegalArgumentException {
        if (startMs < 0) {
            throw new IllegalArgumentException("A window cannot start at the negative time " + startMs);
        }
        if (endMs < startMs) {
            throw new IllegalArgumentException("A window cannot end at " + endMs + ", before it starts at " + startMs);
        }
        this.startMs = startMs;
        this.endMs = endMs;
    }

    /** Start, in milliseconds since the epoch; belongs to the window. */
    public long start() {
        return startMs;
    }

    /** End, in milliseconds since the epoch. */
    public long end() {
        return endMs;
    }

    /** {@link #start()} as an instant. */
    public Instant startTime() {
        return Instant.ofEpochMilli(startMs);
    }

    /** {@link #end()} as an instant. */
    public Instant endTime() {
        return Instant.ofEpochMilli(endMs);
    }

    /** Whether both windows have a moment in common. Throws {@code IllegalArgumentException} for another kind of window. */
    public abstract boolean overlap(Window other);

    /** Throws {@code IllegalArgumentException} unless {@code other} is of the same class. */
    final void requireSameKind(Window other) {
        if (getClass() != other.getClass()) {
            throw new IllegalArgumentException("A " + getClass().getSimpleName() + " cannot be compared with a "
                    + other.getClass().getSimpleName());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other != null
                        && getClass() == other.getClass()
                        && startMs == ((Window) other).startMs
                        && endMs == ((Window) other).endMs;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(startMs) + Long.hashCode(endMs);
    }

    @Override
    public String toString() {
        return "Window{startMs=" + startMs + ", endMs=" + endMs + "}";
    }
}
