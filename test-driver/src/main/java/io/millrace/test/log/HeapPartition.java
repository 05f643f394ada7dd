package io.millrace.test.log;

import java.util.ArrayList;
import java.util.List;

/** The records of one partition; those that nobody can want again are not kept, but counted. Confined to the log's thread. */
final class HeapPartition {

    private final List<HeapRecord> records = new ArrayList<>();
    private final boolean keeps;
    private long startOffset;
    private long endOffset;
    /** Where the next appended record will be; behind the end while transactions are open. */
    private long nextOffset;

    /**
     * @param keeps whether records are kept for readers; if not, only for those who are told of them at once
     */
    HeapPartition(boolean keeps) {
        this.keeps = keeps;
    }

    long takeOffset() {
        return nextOffset++;
    }

    /** The transaction that took the offsets from {@code offset} on is given up. */
    void giveBack(long offset) {
        nextOffset = Math.min(nextOffset, offset);
    }

    void publish(HeapRecord record) {
        if (keeps) {
            records.add(record);
        } else {
            startOffset = record.offset() + 1;
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

    void deleteBefore(long offset) {
        int count = (int) Math.min(records.size(), offset - startOffset);
        if (count > 0) {
            records.subList(0, count).clear();
            startOffset += count;
        }
    }
}
