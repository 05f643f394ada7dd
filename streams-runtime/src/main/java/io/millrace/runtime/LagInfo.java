package io.millrace.runtime;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How far a partition of a store is behind its changelog. Immutable. */
public class LagInfo {

    private final long currentOffsetPosition;
    private final long endOffsetPosition;

    LagInfo(long currentOffsetPosition, long endOffsetPosition) {
        this.currentOffsetPosition = currentOffsetPosition;
        this.endOffsetPosition = endOffsetPosition;
    }

    /** Offset behind the last changelog record that is in the store. */
    public long currentOffsetPosition() {
        return currentOffsetPosition;
    }

    /** Offset behind the last record of the changelog. */
    public long endOffsetPosition() {
        return endOffsetPosition;
    }

    /** The difference, never negative. */
    public long offsetLag() {
        return Math.max(0, endOffsetPosition - currentOffsetPosition);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LagInfo that
                && currentOffsetPosition == that.currentOffsetPosition
                && endOffsetPosition == that.endOffsetPosition;
    }

    @Override
    public int hashCode() {
        return Objects.hash(currentOffsetPosition, endOffsetPosition);
    }

    @Override
    public String toString() {
        return "LagInfo {currentOffsetPosition=" + currentOffsetPosition + ", endOffsetPosition=" + endOffsetPosition
                + ", offsetLag=" + offsetLag() + "}";
    }
}
