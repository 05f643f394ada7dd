package io.millrace.broker.batch;

import io.millrace.record.Header;
import io.millrace.record.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes one batch after the other. Confined to the producer's thread. The array starts small and doubles, so that a producer with many
 * quiet partitions stays small.
 */
public final class BatchBuilder {

    private static final int FIRST_BYTES = 1 << 10;
    /** An array may be kept with up to 1/8 of its bytes unused; beyond, the batch is copied to an array of its size. */
    private static final int SLACK_SHIFT = 3;

    private static final ByteWriter NO_HEADERS = new ByteWriter(0);

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size = BatchFormat.HEADER_BYTES;
    private int recordCount;
    private long baseTimestamp;
    private long maxTimestamp;

    // Made when the first headers arrive; few topics have any.
    private @Nullable ByteWriter headerScratch;

    public boolean isEmpty() {
        return recordCount == 0;
    }

    public int recordCount() {
        return recordCount;
    }

    /** Size of the batch so far, its header included. */
    public int sizeBytes() {
        return size;
    }

    /**
     * Appends a record.
     *
     * @param keyLength -1 for a null key
     * @param valueLength -1 for a null value
     * @return bytes that the record took
     */
    public int append(
            long timestamp,
            byte @Nullable [] key,
            int keyOffset,
            int keyLength,
            byte @Nullable [] value,
            int valueOffset,
            int valueLength,
            @Nullable Headers headers) {
        if (recordCount == 0) {
            baseTimestamp = timestamp;
            maxTimestamp = timestamp;
        }
        long timestampDelta = timestamp - baseTimestamp;
        int keyBytes = Math.max(keyLength, 0);
        int valueBytes = Math.max(valueLength, 0);
        ByteWriter headerBytes = headers == null ? NO_HEADERS : encode(headers);
        int headerLength = headers == null ? 1 : headerBytes.size();
        int body = 1
                + Varint.sizeOf(timestampDelta)
                + Varint.sizeOf(recordCount)
                + Varint.sizeOf(keyLength)
                + keyBytes
                + Varint.sizeOf(valueLength)
                + valueBytes
                + headerLength;
        int start = size;
        reserve(Math.addExact(start, Math.addExact(body, 5)));
        byte[] into = bytes;
        int at = Varint.put(into, start, body);
        into[at++] = 0;
        at = Varint.put(into, at, timestampDelta);
        at = Varint.put(into, at, recordCount);
        at = Varint.put(into, at, keyLength);
        if (keyBytes > 0 && key != null) {
            System.arraycopy(key, keyOffset, into, at, keyBytes);
            at += keyBytes;
        }
        at = Varint.put(into, at, valueLength);
        if (valueBytes > 0 && value != null) {
            System.arraycopy(value, valueOffset, into, at, valueBytes);
            at += valueBytes;
        }
        if (headers == null) {
            into[at++] = 0;
        } else {
            System.arraycopy(headerBytes.array(), 0, into, at, headerLength);
            at += headerLength;
        }
        size = at;
        recordCount++;
        if (timestamp > maxTimestamp) {
            maxTimestamp = timestamp;
        }
        return at - start;
    }

    private ByteWriter encode(Headers headers) {
        ByteWriter into = headerScratch;
        if (into == null) {
            into = new ByteWriter(128);
            headerScratch = into;
        }
        into.clear();
        int count = 0;
        for (Header ignored : headers) {
            count++;
        }
        into.varint(count);
        for (Header header : headers) {
            byte[] key = header.key().getBytes(StandardCharsets.UTF_8);
            into.varint(key.length);
            into.bytes(key);
            byte[] value = header.value();
            into.varint(value == null ? -1 : value.length);
            if (value != null) {
                into.bytes(value);
            }
        }
        return into;
    }

    private void reserve(int needed) {
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length << 1));
        }
    }

    /** Who wrote a batch, and its place among what that producer wrote. */
    public record Origin(long producerId, short producerEpoch, int baseSequence, boolean isTransactional) {}

    /** Closes the batch, with its CRC, and starts an empty one. The array of the result belongs to the caller. */
    public ClosedBatch close(Origin origin) {
        return close(origin, false);
    }

    ClosedBatch close(Origin origin, boolean isControl) {
        if (recordCount == 0) {
            throw new IllegalStateException("A batch without records cannot be closed");
        }
        byte[] from = bytes;
        BatchFormat.place(from, 0, 0, 0);
        BatchFormat.putInt(from, BatchFormat.LENGTH, size - BatchFormat.LENGTH_OVERHEAD);
        from[BatchFormat.MAGIC_POSITION] = BatchFormat.MAGIC;
        int attributes =
                (origin.isTransactional() ? BatchFormat.TRANSACTIONAL : 0) | (isControl ? BatchFormat.CONTROL : 0);
        BatchFormat.putShort(from, BatchFormat.ATTRIBUTES, attributes);
        BatchFormat.putInt(from, BatchFormat.LAST_OFFSET_DELTA, recordCount - 1);
        BatchFormat.putLong(from, BatchFormat.BASE_TIMESTAMP, baseTimestamp);
        BatchFormat.putLong(from, BatchFormat.MAX_TIMESTAMP, maxTimestamp);
        BatchFormat.putLong(from, BatchFormat.PRODUCER_ID, origin.producerId());
        BatchFormat.putShort(from, BatchFormat.PRODUCER_EPOCH, origin.producerEpoch());
        BatchFormat.putInt(from, BatchFormat.BASE_SEQUENCE, origin.baseSequence());
        BatchFormat.putInt(from, BatchFormat.RECORD_COUNT, recordCount);
        BatchFormat.seal(from, 0, size);
        ClosedBatch closed = detach();
        clear();
        return closed;
    }

    private ClosedBatch detach() {
        if (bytes.length - size > size >> SLACK_SHIFT) {
            ClosedBatch copy = new ClosedBatch(Arrays.copyOf(bytes, size), size);
            if (bytes.length > 1 << 17) {
                bytes = new byte[FIRST_BYTES];
            }
            return copy;
        }
        ClosedBatch whole = new ClosedBatch(bytes, size);
        // The next batch will probably be as large.
        bytes = new byte[Math.min(bytes.length, 1 << 16)];
        return whole;
    }

    /** Drops the records of the open batch. */
    public void clear() {
        size = BatchFormat.HEADER_BYTES;
        recordCount = 0;
    }
}
