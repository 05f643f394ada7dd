package io.millrace.broker.segment;

/**
 * How a partition's log is cut. Immutable.
 *
 * @param segmentBytes a segment that a batch would make larger is closed first
 * @param indexIntervalBytes one index entry per so many bytes
 * @param messageBytesMax size of the largest batch
 */
public record LogSettings(int segmentBytes, int indexIntervalBytes, int messageBytesMax) {

    public static final int DEFAULT_INDEX_INTERVAL_BYTES = 4096;
}
