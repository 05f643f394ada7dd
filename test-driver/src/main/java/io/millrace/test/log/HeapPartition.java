package io.millrace.test.log;

import io.millrace.test.log.HeapLog.Retention;
import java.util.ArrayList;
import java.util.List;

/** The records of one partition; those that nobody can want again are not kept, but counted. Confined to the log's thread. */
final class HeapPartition {

    private final List<HeapRecord> records = new ArrayList<>();
    private final Retention retention;
    private long startOffset;
    private long endOffset;
    /** Where the next appended record will be; behind the end while transactions are open. */
    private long nextOffset;

    HeapPartition(Retention retention) {
        this.retention = retention;
    }

    long takeOffset() {
        return nextOffset++;
    }

    /** The transaction that took the offsets from {@code offset} on is given up. */
    void giveBack(long offset) {
        nextOffset = Math.min(nextOffset, offset);
    }

    void publish(HeapRecord record) {
        if (retention == Retention.NONE) {
            startOffset = record.offset() + 1;
        } else {
            records.add(record);
        }
        endOffset = record.offset() + 1;
    }

    long startOffset() {
        return startOffset;
    }

    long endOffset() {
        return endOffset;
    }

    List<HeapRecord> from(long offset) {
        int index = (int) (offset - startOffset);
        return records.subList(Math.max(0, index), records.size());
    }

    /** A group has read what is before the offset. */
    void committed(long offset) {
        if (retention == Retention.UNTIL_COMMITTED) {
            deleteBefore(offset);
        }
    }

    void deleteBefore(long offset) {
        int count = (int) Math.min(records.size(), offset - startOffset);
        if (count > 0) {
            records.subList(0, count).clear();
            startOffset += count;
        }
    }
}
