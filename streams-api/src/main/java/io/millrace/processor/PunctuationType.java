package io.millrace.processor;

/** The clock that drives a punctuation. */
public enum PunctuationType {
    /** Advances with the timestamps of records, and stands still without them. */
    STREAM_TIME,
    /** The system clock. */
    WALL_CLOCK_TIME,
}
