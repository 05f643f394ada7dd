package io.millrace.broker;

/** What an acknowledged commit survives. */
public enum Durability {
    /** Power loss: logs and commit log are synced before a commit is acknowledged; commits that wait share a sync. */
    FSYNC,
    /** The death of the process. After a power loss, everything together may go back to an earlier commit. */
    OS_CACHE
}
