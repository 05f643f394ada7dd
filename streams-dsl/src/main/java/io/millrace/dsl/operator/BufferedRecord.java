package io.millrace.dsl.operator;

import io.millrace.record.Header;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.stores.table.RecordCoordinates;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What waits in a buffer: serialized values and the context of the record that brought them. Its bytes are those of Kafka Streams 4.3:
 *
 * <pre>
 * timestamp 8, offset 8, topic (size 4, bytes), partition 4, number of headers 4, per header: key (size 4, bytes), value (size 4 or -1, bytes)
 * prior value (size 4 or -1, bytes), old value (size 4, -1 for none or -2 for the prior value; bytes), new value (size 4 or -1, bytes)
 * </pre>
 *
 * @param priorValue what downstream saw last
 * @param oldValue of the last change
 * @param newValue of the last change
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BufferedRecord(
        byte @Nullable [] priorValue,
        byte @Nullable [] oldValue,
        byte @Nullable [] newValue,
        long timestampMs,
        long offset,
        @Nullable String topic,
        int partition,
        Headers headers) {

    private static final int NONE = -1;
    private static final int AS_PRIOR = -2;

    /** Under the context of the record that is being processed. */
    static BufferedRecord of(
            byte @Nullable [] priorValue,
            byte @Nullable [] oldValue,
            byte @Nullable [] newValue,
            RecordCoordinates context) {
        Headers headers = context.headersIfAny();
        return new BufferedRecord(
                Arrays.equals(priorValue, oldValue) ? oldValue : priorValue,
                oldValue,
                newValue,
                context.timestamp,
                context.offset,
                context.topic,
                context.partition,
                headers == null ? new RecordHeaders() : new RecordHeaders(headers));
    }

    /** About how much heap it takes; the estimate by which Kafka Streams judges whether a buffer is full. */
    long sizeBytes() {
        long size = length(priorValue) + (priorValue == oldValue ? 0 : length(oldValue)) + length(newValue);
        size += 2 * Long.BYTES + Integer.BYTES + (topic == null ? 0 : topic.length());
        for (Header header : headers) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** Runs something under the record's context. */
    void runUnderContext(RecordCoordinates coordinates, Runnable action) {
        String topicBefore = coordinates.topic;
        int partitionBefore = coordinates.partition;
        long offsetBefore = coordinates.offset;
        long timestampBefore = coordinates.timestamp;
        var recordBefore = coordinates.record;
        var headersBefore = coordinates.headers;
        coordinates.set(topic, partition, offset, timestampMs, headers);
        try {
            action.run();
        } finally {
            coordinates.set(topicBefore, partitionBefore, offsetBefore, timestampBefore, headersBefore);
            coordinates.record = recordBefore;
        }
    }

    /**
     * The bytes.
     *
     * @param padding bytes left free behind them
     */
    ByteBuffer encode(int padding) {
        byte[] topicBytes = topic == null ? new byte[0] : topic.getBytes(StandardCharsets.UTF_8);
        ByteBuffer target = ByteBuffer.allocate(encodedLength(topicBytes) + padding);
        target.putLong(timestampMs).putLong(offset);
        put(target, topicBytes);
        target.putInt(partition);
        Header[] all = headers.toArray();
        target.putInt(all.length);
        for (Header header : all) {
            put(target, header.key().getBytes(StandardCharsets.UTF_8));
            put(target, header.value());
        }
        put(target, priorValue);
        if (oldValue != null && Arrays.equals(priorValue, oldValue)) {
            target.putInt(AS_PRIOR);
        } else {
            put(target, oldValue);
        }
        put(target, newValue);
        return target;
    }

    private int encodedLength(byte[] topicBytes) {
        int length = 2 * Long.BYTES + 6 * Integer.BYTES + topicBytes.length;
        for (Header header : headers) {
            length += 2 * Integer.BYTES + header.key().getBytes(StandardCharsets.UTF_8).length + length(header.value());
        }
        boolean sharesOld = oldValue != null && Arrays.equals(priorValue, oldValue);
        return length + length(priorValue) + (sharesOld ? 0 : length(oldValue)) + length(newValue);
    }

    private static void put(ByteBuffer target, byte @Nullable [] bytes) {
        if (bytes == null) {
            target.putInt(NONE);
        } else {
            target.putInt(bytes.length).put(bytes);
        }
    }

    /** Reads what {@link #encode} wrote; padding is left unread. */
    static BufferedRecord decode(ByteBuffer source) {
        long timestampMs = source.getLong();
        long offset = source.getLong();
        String topic = text(source);
        int partition = source.getInt();
        RecordHeaders headers = new RecordHeaders();
        int headerCount = source.getInt();
        for (int i = 0; i < headerCount; i++) {
            headers.add(text(source), bytes(source, source.getInt()));
        }
        byte[] prior = bytes(source, source.getInt());
        int oldSize = source.getInt();
        byte[] old = oldSize == AS_PRIOR ? prior : bytes(source, oldSize);
        byte[] newValue = bytes(source, source.getInt());
        return new BufferedRecord(
                prior, old, newValue, timestampMs, offset, topic.isEmpty() ? null : topic, partition, headers);
    }

    private static String text(ByteBuffer source) {
        return new String(Objects.requireNonNull(bytes(source, source.getInt())), StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] bytes(ByteBuffer source, int size) {
        if (size == NONE) {
            return null;
        }
        byte[] bytes = new byte[size];
        source.get(bytes);
        return bytes;
    }
}
