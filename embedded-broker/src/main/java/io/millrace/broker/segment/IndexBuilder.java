package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;

/** Makes the index of a segment from its batches. Confined to its owner. */
final class IndexBuilder {

    private final SegmentIndex index = new SegmentIndex();
    private final long baseOffset;
    private final int intervalBytes;
    private long sinceEntry;
    private long maxTimestamp = -1;
    private long maxTimestampOffset;

    IndexBuilder(long baseOffset, int intervalBytes) {
        this.baseOffset = baseOffset;
        this.intervalBytes = intervalBytes;
    }

    void add(byte[] bytes, int start, long position, int batchBytes) {
        long last = BatchFormat.lastOffset(bytes, start);
        long timestamp = BatchFormat.maxTimestamp(bytes, start);
        if (timestamp > maxTimestamp) {
            maxTimestamp = timestamp;
            maxTimestampOffset = last;
        }
        if (sinceEntry > intervalBytes) {
            index.add((int) (last - baseOffset), (int) position);
            index.addTime(maxTimestamp, (int) (maxTimestampOffset - baseOffset));
            sinceEntry = 0;
        }
        sinceEntry += batchBytes;
    }

    /** The index, with the largest timestamp as its last entry. */
    SegmentIndex close() {
        if (maxTimestamp >= 0) {
            index.addTime(maxTimestamp, (int) (maxTimestampOffset - baseOffset));
        }
        return index;
    }
}
