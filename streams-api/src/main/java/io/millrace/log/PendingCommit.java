package io.millrace.log;

import org.jspecify.annotations.Nullable;

/**
 * A commit on its way. Confined to the thread that owns the producer; {@link #state()} never blocks.
 */
public interface PendingCommit {

    /** Where a commit is. */
    enum State {
        /** Not decided yet; ask again after the owner has been woken, or later. */
        PENDING,
        /** Decided: visible to every reader, offsets included. */
        COMMITTED,
        /** Nothing of the transaction is or will be visible. {@link #failure()} tells why. */
        FAILED,
        /** The outcome cannot be known without a restart of the broker or a new producer of the same id. */
        UNKNOWN
    }

    State state();

    /**
     * The commit sequence number, unique in this log and growing with each commit.
     *
     * @throws IllegalStateException unless the state is {@link State#COMMITTED}
     */
    long commitNumber();

    /** The reason of {@link State#FAILED} or {@link State#UNKNOWN}: {@link FencedException} if a successor has taken over; else null. */
    @Nullable
    RuntimeException failure();
}
