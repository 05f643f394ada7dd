package io.millrace.log;

/** Which records a reader sees. */
public enum Isolation {
    /** Everything up to the end of the log. */
    READ_UNCOMMITTED,
    /** Records of committed transactions and records without one, up to the last stable offset. */
    READ_COMMITTED
}
