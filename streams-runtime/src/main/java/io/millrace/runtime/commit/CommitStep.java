package io.millrace.runtime.commit;

/**
 * The steps of a commit, in order. Recovery after a crash between any two of them is described in {@code docs/commit-protocol.md}.
 */
public enum CommitStep {
    /** Forward what the record caches hold back. User code runs and may throw: then the task rewinds. */
    FLUSH_CACHES,
    /** Compute input offsets and stream time. From here on no user code runs. */
    SEAL,
    /** Append changelog records, and hand all batches to the log. */
    APPEND,
    /** Add the input offsets and ask the broker for the decision; the task waits. */
    DECIDE,
    /** The decision is known: changes become committed in the stores, the next transaction may begin. */
    APPLY
}
