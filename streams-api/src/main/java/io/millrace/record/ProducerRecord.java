package io.millrace.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record to be written to a topic. A missing partition is chosen by the producer, a missing timestamp is the time of
 * sending. Immutable but for its headers.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public class ProducerRecord<K, V> {

    private final String topic;
    private final @Nullable Integer partition;
    private final @Nullable Long timestamp;
    private final @Nullable K key;
    private final @Nullable V value;
    private final Headers headers;

    /** A record without a key. */
    public ProducerRecord(String topic, @Nullable V value) {
        this(topic, null, null, null, value, null);
    }

    /** A record whose partition follows from the key. */
    public ProducerRecord(String topic, @Nullable K key, @Nullable V value) {
        this(topic, null, null, key, value, null);
    }

    /** A record for a partition. */
    public ProducerRecord(String topic, @Nullable Integer partition, @Nullable K key, @Nullable V value) {
        this(topic, partition, null, key, value, null);
    }

    /** A record for a partition with headers, which are copied. */
    public ProducerRecord(
            String topic,
            @Nullable Integer partition,
            @Nullable K key,
            @Nullable V value,
            @Nullable Iterable<Header> headers) {
        this(topic, partition, null, key, value, headers);
    }

    /** A record for a partition with a timestamp. */
    public ProducerRecord(
            String topic, @Nullable Integer partition, @Nullable Long timestamp, @Nullable K key, @Nullable V value) {
        this(topic, partition, timestamp, key, value, null);
    }

    /**
     * A record with everything; the headers are copied. Throws {@code IllegalArgumentException} for a null topic, a
     * negative partition or a negative timestamp.
     */
    public ProducerRecord(
            String topic,
            @Nullable Integer partition,
            @Nullable Long timestamp,
            @Nullable K key,
            @Nullable V value,
            @Nullable Iterable<Header> headers) {
        if (topic == null) {
            throw new IllegalArgumentException("The topic of a record must not be null");
        }
        if (timestamp != null && timestamp < 0) {
            throw new IllegalArgumentException(
                    "Timestamp " + timestamp + " of a record for topic " + topic + " is negative; use null for none");
        }
        if (partition != null && partition < 0) {
            throw new IllegalArgumentException(
                    "Partition " + partition + " of a record for topic " + topic + " is negative; use null for none");
        }
        this.topic = topic;
        this.partition = partition;
        this.timestamp = timestamp;
        this.key = key;
        this.value = value;
        this.headers = new RecordHeaders(headers);
    }

    /** Topic to write to. */
    public String topic() {
        return topic;
    }

    /** Partition to write to, or null if the producer chooses. */
    public @Nullable Integer partition() {
        return partition;
    }

    /** Milliseconds since the epoch, or null for the time of sending. */
    public @Nullable Long timestamp() {
        return timestamp;
    }

    /** The key, or null. */
    public @Nullable K key() {
        return key;
    }

    /** The value, or null for a tombstone. */
    public @Nullable V value() {
        return value;
    }

    /** The headers; never null. */
    public Headers headers() {
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ProducerRecord<?, ?> that
                        && topic.equals(that.topic)
                        && Objects.equals(partition, that.partition)
                        && Objects.equals(timestamp, that.timestamp)
                        && Objects.equals(key, that.key)
                        && Objects.equals(value, that.value)
                        && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(topic, partition, timestamp, key, value, headers);
    }

    @Override
    public String toString() {
        return "ProducerRecord(topic=" + topic + ", partition=" + partition + ", headers=" + headers + ", key=" + key
                + ", value=" + value + ", timestamp=" + timestamp + ")";
    }
}
