package io.millrace.simulation;

/** Something that must hold does not. */
public final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    Violation(Invariant invariant, String message) {
        super(invariant + ": " + message);
        this.invariant = invariant;
    }

    /** What does not hold. */
    public Invariant invariant() {
        return invariant;
    }
}
