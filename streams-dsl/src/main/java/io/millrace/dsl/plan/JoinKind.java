package io.millrace.dsl.plan;

/** Of which sides a join has results without partner. */
public enum JoinKind {
    /** Of none. */
    INNER,
    /** Of the left. */
    LEFT,
    /** Of both. */
    OUTER;

    public boolean keepsLeft() {
        return this != INNER;
    }

    public boolean keepsRight() {
        return this == OUTER;
    }
}
