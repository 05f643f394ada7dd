package io.millrace.stores.windowed;

/** In what order scans over several keys show rows. As seen on Kafka Streams 4.3.1. */
enum RowOrder {
    /** By segment, then by key, then by time: stores in RocksDB. */
    SEGMENT,
    /** By time, then by key: stores on the heap, and those in RocksDB for results that are emitted when a window closes. */
    TIME,
    /** By time where no keys are given, else by segment: stores in RocksDB for sliding windows and sessions that are emitted when they close. */
    TIME_OVER_ALL_KEYS
}
