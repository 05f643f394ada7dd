package io.millrace.record;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read from a topic, with its coordinates. Immutable but for its headers.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public class ConsumerRecord<K, V> {

    /** Stands for a missing timestamp. */
    public static final long NO_TIMESTAMP = -1L;

    /** Size of a null key or value. */
    public static final int NULL_SIZE = -1;

    private final String topic;
    private final int partition;
    private final long offset;
    private final long timestamp;
    private final TimestampType timestampType;
    private final int serializedKeySize;
    private final int serializedValueSize;
    private final Headers headers;
    private final @Nullable K key;
    private final @Nullable V value;
    private final Optional<Integer> leaderEpoch;
    private final Optional<Short> deliveryCount;

    /** A record without timestamp and headers. */
    public ConsumerRecord(String topic, int partition, long offset, @Nullable K key, @Nullable V value) {
        this(
                topic,
                partition,
                offset,
                NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                NULL_SIZE,
                NULL_SIZE,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    /** A record with everything but a delivery count. */
    public ConsumerRecord(
            String topic,
            int partition,
            long offset,
            long timestamp,
            TimestampType timestampType,
            int serializedKeySize,
            int serializedValueSize,
            @Nullable K key,
            @Nullable V value,
            Headers headers,
            Optional<Integer> leaderEpoch) {
        this(
                topic,
                partition,
                offset,
                timestamp,
                timestampType,
                serializedKeySize,
                serializedValueSize,
                key,
                value,
                headers,
                leaderEpoch,
                Optional.empty());
    }

    /** A record with everything; sizes are in bytes, {@link #NULL_SIZE} for null or unknown. */
    public ConsumerRecord(
            String topic,
            int partition,
            long offset,
            long timestamp,
            TimestampType timestampType,
            int serializedKeySize,
            int serializedValueSize,
            @Nullable K key,
            @Nullable V value,
            Headers headers,
            Optional<Integer> leaderEpoch,
            Optional<Short> deliveryCount) {
        if (topic == null) {
            throw new IllegalArgumentException("The topic of a record must not be null");
        }
        if (headers == null) {
            throw new IllegalArgumentException("The headers of a record must not be null");
        }
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.timestamp = timestamp;
        this.timestampType = timestampType;
        this.serializedKeySize = serializedKeySize;
        this.serializedValueSize = serializedValueSize;
        this.key = key;
        this.value = value;
        this.headers = headers;
        this.leaderEpoch = leaderEpoch;
        this.deliveryCount = deliveryCount;
    }

    /** Topic that the record was read from. */
    public String topic() {
        return topic;
    }

    /** Partition that the record was read from, from 0. */
    public int partition() {
        return partition;
    }

    /** Position of the record in its partition. */
    public long offset() {
        return offset;
    }

    /** Milliseconds since the epoch, or {@link #NO_TIMESTAMP}. */
    public long timestamp() {
        return timestamp;
    }

    /** What {@link #timestamp()} means. */
    public TimestampType timestampType() {
        return timestampType;
    }

    /** Size of the key in bytes before it was decoded, or {@link #NULL_SIZE}. */
    public int serializedKeySize() {
        return serializedKeySize;
    }

    /** Size of the value in bytes before it was decoded, or {@link #NULL_SIZE}. */
    public int serializedValueSize() {
        return serializedValueSize;
    }

    /** The headers; never null. */
    public Headers headers() {
        return headers;
    }

    /** The key, or null. */
    public @Nullable K key() {
        return key;
    }

    /** The value, or null for a tombstone. */
    public @Nullable V value() {
        return value;
    }

    /** Epoch of the partition's leader when the record was written, if the broker keeps one. */
    public Optional<Integer> leaderEpoch() {
        return leaderEpoch;
    }

    /** How often the record was handed out, if the broker counts it. */
    public Optional<Short> deliveryCount() {
        return deliveryCount;
    }

    @Override
    public String toString() {
        return "ConsumerRecord(topic = " + topic + ", partition = " + partition + ", leaderEpoch = "
                + leaderEpoch.orElse(null) + ", offset = " + offset + ", " + timestampType + " = " + timestamp
                + ", deliveryCount = " + deliveryCount.orElse(null) + ", serialized key size = " + serializedKeySize
                + ", serialized value size = " + serializedValueSize + ", headers = " + headers + ", key = " + key
                + ", value = " + value + ")";
    }
}
