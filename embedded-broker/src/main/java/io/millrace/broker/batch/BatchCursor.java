package io.millrace.broker.batch;

import io.millrace.log.RecordBatch;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.record.TimestampType;
import io.millrace.record.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Walks over the records of one batch in place. Allocates nothing per record but the headers that are asked for. Confined to its owner. */
public final class BatchCursor implements RecordBatch {

    private final TopicPartition partition;
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final long baseOffset;
    private final long baseTimestamp;
    // -1 unless the batch carries the time at which it was appended.
    private final long appendTimestamp;

    private int position;
    private int remaining;
    private long nextOffset;

    private long offset;
    private long timestamp;
    private int keyOffset;
    private int keyLength;
    private int valueOffset;
    private int valueLength;
    private int headersOffset;

    /**
     * @param bytes array with a whole batch at {@code start}; never written to while the cursor is in use, and read in place unless it is compressed
     * @param fromOffset records before it are left out
     */
    public BatchCursor(TopicPartition partition, byte[] bytes, int start, long fromOffset) {
        if (BatchFormat.isCompressed(bytes, start)) {
            bytes = CompressedBatch.decompress(bytes, start);
            start = 0;
        }
        this.partition = partition;
        this.bytes = bytes;
        this.start = start;
        end = start + BatchFormat.sizeBytes(bytes, start);
        baseOffset = BatchFormat.baseOffset(bytes, start);
        baseTimestamp = BatchFormat.getLong(bytes, start + BatchFormat.BASE_TIMESTAMP);
        boolean appendTime =
                (BatchFormat.getShort(bytes, start + BatchFormat.ATTRIBUTES) & BatchFormat.LOG_APPEND_TIME) != 0;
        appendTimestamp = appendTime ? BatchFormat.maxTimestamp(bytes, start) : -1;
        position = start + BatchFormat.HEADER_BYTES;
        remaining = BatchFormat.recordCount(bytes, start);
        nextOffset = BatchFormat.lastOffset(bytes, start) + 1;
        if (fromOffset > baseOffset) {
            skipTo(fromOffset);
        }
    }

    private void skipTo(long fromOffset) {
        while (remaining > 0) {
            int before = position;
            next();
            if (offset >= fromOffset) {
                position = before;
                remaining++;
                return;
            }
        }
    }

    /** Lets reading go on further behind, past markers and aborted batches that follow this one. */
    public void extendTo(long newNextOffset) {
        nextOffset = newNextOffset;
    }

    @Override
    public TopicPartition partition() {
        return partition;
    }

    @Override
    public boolean next() {
        if (remaining == 0) {
            return false;
        }
        remaining--;
        byte[] from = bytes;
        int bodyLength = varint(position);
        int recordEnd = at + bodyLength;
        int p = at + 1;
        long timestampDelta = varlong(p);
        timestamp = appendTimestamp >= 0 ? appendTimestamp : baseTimestamp + timestampDelta;
        offset = baseOffset + varint(at);
        int length = varint(at);
        keyLength = length;
        keyOffset = at;
        length = varint(at + Math.max(length, 0));
        valueLength = length;
        valueOffset = at;
        headersOffset = at + Math.max(length, 0);
        assert bodyLength > 0 && recordEnd <= end && headersOffset < recordEnd
                : "record at " + position + " of " + from.length;
        position = recordEnd;
        return true;
    }

    // Position behind the varint that was read last.
    private int at;

    private int varint(int from) {
        byte[] array = bytes;
        int next = array[from++];
        int zigzag = next;
        if (next < 0) {
            zigzag = next & 0x7f;
            int shift = 7;
            do {
                next = array[from++];
                zigzag |= (next & 0x7f) << shift;
                shift += 7;
            } while (next < 0 && shift < 35);
        }
        at = from;
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    private long varlong(int from) {
        byte[] array = bytes;
        int next = array[from++];
        long zigzag = next;
        if (next < 0) {
            zigzag = next & 0x7f;
            int shift = 7;
            do {
                next = array[from++];
                zigzag |= (next & 0x7fL) << shift;
                shift += 7;
            } while (next < 0 && shift < 70);
        }
        at = from;
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    @Override
    public int remaining() {
        return remaining;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    @Override
    public TimestampType timestampType() {
        return appendTimestamp >= 0 ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
    }

    @Override
    public byte[] keyArray() {
        return bytes;
    }

    @Override
    public int keyOffset() {
        return keyOffset;
    }

    @Override
    public int keyLength() {
        return keyLength;
    }

    @Override
    public byte[] valueArray() {
        return bytes;
    }

    @Override
    public int valueOffset() {
        return valueOffset;
    }

    @Override
    public int valueLength() {
        return valueLength;
    }

    @Override
    public boolean hasHeaders() {
        // The count is a varint: one byte 0 if there are none.
        return bytes[headersOffset] != 0;
    }

    @Override
    public Headers headers() {
        RecordHeaders headers = new RecordHeaders();
        int count = varint(headersOffset);
        int from = at;
        for (int i = 0; i < count; i++) {
            int length = varint(from);
            String key = new String(bytes, at, length, StandardCharsets.UTF_8);
            int value = varint(at + length);
            headers.add(key, value < 0 ? null : Arrays.copyOfRange(bytes, at, at + value));
            from = at + Math.max(value, 0);
        }
        return headers;
    }

    @Override
    public long nextOffset() {
        return nextOffset;
    }

    @Override
    public int sizeBytes() {
        return end - start;
    }
}
