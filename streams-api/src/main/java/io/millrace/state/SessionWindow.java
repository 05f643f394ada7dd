package io.millrace.state;

/** The window of a session, from its first record to its last; the end belongs to it. */
public final class SessionWindow extends Window {

    /** Throws {@code IllegalArgumentException} if {@code startMs} is negative or {@code endMs} before it. */
    public SessionWindow(long startMs, long endMs) throws IllegalArgumentException {
        super(startMs, endMs);
    }

    @Override
    public boolean overlap(Window other) throws IllegalArgumentException {
        requireSameKind(other);
        return startMs <= other.endMs && other.startMs <= endMs;
    }
}
