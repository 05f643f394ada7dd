package io.millrace.state;

/** A window of a fixed size; the end does not belong to it. */
public class TimeWindow extends Window {

    /** Throws {@code IllegalArgumentException} if {@code startMs} is negative or {@code endMs} not after it. */
    public TimeWindow(long startMs, long endMs) throws IllegalArgumentException {
        super(startMs, endMs);
        if (startMs == endMs) {
            throw new IllegalArgumentException("A time window must end after it starts, but both are at " + startMs);
        }
    }

    @Override
    public boolean overlap(Window other) throws IllegalArgumentException {
        requireSameKind(other);
        return startMs < other.endMs && other.startMs < endMs;
    }
}
