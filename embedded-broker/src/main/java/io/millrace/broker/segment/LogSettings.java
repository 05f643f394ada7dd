package io.millrace.broker.segment;

import io.millrace.broker.compression.Compression;

/**
 * How a partition's log is cut, and what may leave it. Immutable.
 *
 * @param segmentBytes a segment that a batch would make larger is closed first
 * @param segmentMs a segment that has been appended to for longer is closed
 * @param indexIntervalBytes one index entry per so many bytes
 * @param messageBytesMax size of the largest batch
 * @param compression how producers compress new batches
 */
public record LogSettings(
        int segmentBytes,
        long segmentMs,
        int indexIntervalBytes,
        int messageBytesMax,
        Retention retention,
        Compaction compaction,
        Timestamps timestamps,
        Compression compression) {

    public static final int DEFAULT_INDEX_INTERVAL_BYTES = 4096;

    /** No limit, where a setting has one. */
    public static final long UNLIMITED = -1;

    private static final long HOUR_MS = 3_600_000L;
    private static final long DAY_MS = 24 * HOUR_MS;

    /**
     * When old segments go.
     *
     * @param isOn whether {@code cleanup.policy} has {@code delete}
     * @param ms age of a segment's newest record, or {@link #UNLIMITED}
     * @param bytes of the partition, or {@link #UNLIMITED}
     * @param agesByRecords whether age is the distance from the newest record of the partition, in place of that from now
     */
    public record Retention(boolean isOn, long ms, long bytes, boolean agesByRecords) {

        /** Whether anything can go by it. */
        public boolean isLimited() {
            return isOn && (ms >= 0 || bytes >= 0);
        }
    }

    /**
     * When records go that a newer one of the same key has overtaken.
     *
     * @param isOn whether {@code cleanup.policy} has {@code compact}
     * @param minDirtyRatio part of the log that must not have been looked at yet
     * @param minLagMs a record is left alone until it is so old
     * @param maxLagMs the log is compacted once a record is so old, whatever the ratio
     * @param deleteRetentionMs how long a tombstone stays after the log before it was compacted
     */
    public record Compaction(
            boolean isOn, double minDirtyRatio, long minLagMs, long maxLagMs, long deleteRetentionMs) {}

    /**
     * What timestamps are taken.
     *
     * @param beforeMaxMs how far before the time of the append
     * @param afterMaxMs how far after it
     */
    public record Timestamps(long beforeMaxMs, long afterMaxMs) {}

    /** Kafka's defaults, but that nothing goes by its age: nobody said that it may. */
    public static LogSettings defaults(int segmentBytes, int messageBytesMax) {
        return new LogSettings(
                segmentBytes,
                7 * DAY_MS,
                DEFAULT_INDEX_INTERVAL_BYTES,
                messageBytesMax,
                new Retention(true, UNLIMITED, UNLIMITED, false),
                new Compaction(false, 0.5, 0, Long.MAX_VALUE, DAY_MS),
                new Timestamps(Long.MAX_VALUE, HOUR_MS),
                Compression.NONE);
    }
}
