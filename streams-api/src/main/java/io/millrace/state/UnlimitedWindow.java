package io.millrace.state;

/** A window without an end. */
public class UnlimitedWindow extends Window {

    /** Throws {@code IllegalArgumentException} if {@code startMs} is negative. */
    public UnlimitedWindow(long startMs) {
        super(startMs, Long.MAX_VALUE);
    }

    /** Always true. Throws {@code IllegalArgumentException} for another kind of window. */
    @Override
    public boolean overlap(Window other) {
        requireSameKind(other);
        return true;
    }
}
