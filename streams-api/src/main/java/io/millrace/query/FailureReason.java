package io.millrace.query;

/** Why a query has no answer. */
public enum FailureReason {
    /** The store does not know this kind of query. */
    UNKNOWN_QUERY_TYPE,
    /** The partition is here as a standby only, but the active one was asked for. */
    NOT_ACTIVE,
    /** The store has not caught up with the position that was asked for. */
    NOT_UP_TO_BOUND,
    /** The partition is not here; discover it anew. */
    NOT_PRESENT,
    /** The store or the partition does not exist at all. */
    DOES_NOT_EXIST,
    /** The store failed on the query. */
    STORE_EXCEPTION,
}
