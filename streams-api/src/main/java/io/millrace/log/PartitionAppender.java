package io.millrace.log;

import io.millrace.record.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Appends records of one producer to one partition. Confined to the producer's thread.
 *
 * <p>The bytes are copied before the call returns. Records of one appender keep their order. They may wait in a batch until
 * {@link LogProducer#flush()} or the commit.
 */
public interface PartitionAppender {

    /**
     * Appends one record.
     *
     * @param timestampMs milliseconds since the epoch, not negative
     * @param key null for a record without a key; then offset and length are ignored
     * @param value null for a tombstone; then offset and length are ignored
     * @param headers null means none
     * @return bytes that the record adds to the log
     * @throws RecordTooLargeException if it is larger than the topic takes; nothing was appended and the producer goes on
     * @throws InvalidRecordException if the topic takes no record without a key, or none with such a timestamp; likewise
     */
    int append(
            long timestampMs,
            byte @Nullable [] key,
            int keyOffset,
            int keyLength,
            byte @Nullable [] value,
            int valueOffset,
            int valueLength,
            @Nullable Headers headers);

    /** Appends one record whose key and value are whole arrays. See the other method. */
    default int append(long timestampMs, byte @Nullable [] key, byte @Nullable [] value, @Nullable Headers headers) {
        return append(
                timestampMs,
                key,
                0,
                key == null ? -1 : key.length,
                value,
                0,
                value == null ? -1 : value.length,
                headers);
    }

    /**
     * Refuses a record that {@link #append} would refuse for its size, for one who appends it later.
     *
     * @param key null for a record without one
     * @param headers null means none
     * @throws RecordTooLargeException if it is larger than the topic takes
     */
    void requireFits(byte @Nullable [] key, int keyLength, byte @Nullable [] value, @Nullable Headers headers);
}
