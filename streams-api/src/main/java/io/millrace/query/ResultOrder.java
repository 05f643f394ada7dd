package io.millrace.query;

/** Order of the entries of an answer. */
public enum ResultOrder {
    /** As it comes. */
    ANY,
    /** Ascending. */
    ASCENDING,
    /** Descending. */
    DESCENDING,
}
