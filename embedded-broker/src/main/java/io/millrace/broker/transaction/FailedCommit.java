package io.millrace.broker.transaction;

import io.millrace.log.PendingCommit;

/** A commit that failed before anything was asked of the pipeline. Immutable. */
record FailedCommit(RuntimeException failure) implements PendingCommit {

    @Override
    public State state() {
        return State.FAILED;
    }

    @Override
    public long commitNumber() {
        throw new IllegalStateException("The transaction is FAILED, it has no commit number");
    }
}
