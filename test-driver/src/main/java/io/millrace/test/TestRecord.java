package io.millrace.test;

import io.millrace.record.ConsumerRecord;
import io.millrace.record.Headers;
import io.millrace.record.ProducerRecord;
import io.millrace.record.RecordHeaders;
import java.time.Instant;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A record that goes into a topology, or comes out of it. Immutable, but for its headers.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public class TestRecord<K, V> {

    private final Headers headers;
    private final @Nullable K key;
    private final @Nullable V value;
    private final @Nullable Instant recordTime;

    /** A record; a null time means that the input topic's own time is taken. */
    public TestRecord(@Nullable K key, @Nullable V value, @Nullable Headers headers, @Nullable Instant recordTime) {
        this.key = key;
        this.value = value;
        this.headers = new RecordHeaders(headers);
        this.recordTime = recordTime;
    }

    /**
     * A record.
     *
     * @param timestampMs milliseconds since the epoch, not negative; null means that the input topic's own time is taken
     */
    public TestRecord(@Nullable K key, @Nullable V value, @Nullable Headers headers, @Nullable Long timestampMs) {
        this(key, value, headers, timestampMs == null ? null : instant(timestampMs));
    }

    private static Instant instant(long timestampMs) {
        if (timestampMs < 0) {
            throw new IllegalArgumentException("A timestamp must not be negative, got " + timestampMs);
        }
        return Instant.ofEpochMilli(timestampMs);
    }

    /** A record without headers. */
    public TestRecord(@Nullable K key, @Nullable V value, @Nullable Instant recordTime) {
        this(key, value, null, recordTime);
    }

    /** A record that takes the input topic's time. */
    public TestRecord(@Nullable K key, @Nullable V value, @Nullable Headers headers) {
        this(key, value, headers, (Instant) null);
    }

    /** A record without headers that takes the input topic's time. */
    public TestRecord(@Nullable K key, @Nullable V value) {
        this(key, value, null, (Instant) null);
    }

    /** A record without key and headers that takes the input topic's time. */
    public TestRecord(@Nullable V value) {
        this(null, value, null, (Instant) null);
    }

    /** What was read from a topic. */
    public TestRecord(ConsumerRecord<K, V> record) {
        this(record.key(), record.value(), record.headers(), instant(record.timestamp()));
    }

    /** What would be written to a topic. */
    public TestRecord(ProducerRecord<K, V> record) {
        this(
                record.key(),
                record.value(),
                record.headers(),
                record.timestamp() == null ? null : instant(record.timestamp()));
    }

    public Headers headers() {
        return headers;
    }

    public @Nullable K key() {
        return key;
    }

    public @Nullable V value() {
        return value;
    }

    /** Milliseconds since the epoch; null if the input topic's time is to be taken. */
    public @Nullable Long timestamp() {
        return recordTime == null ? null : recordTime.toEpochMilli();
    }

    /** Same as {@link #headers()}. */
    public Headers getHeaders() {
        return headers;
    }

    /** Same as {@link #key()}. */
    public @Nullable K getKey() {
        return key;
    }

    /** Same as {@link #value()}. */
    public @Nullable V getValue() {
        return value;
    }

    /** The time; null if the input topic's time is to be taken. */
    public @Nullable Instant getRecordTime() {
        return recordTime;
    }

    @Override
    public String toString() {
        return new StringJoiner(", ", TestRecord.class.getSimpleName() + "[", "]")
                .add("key=" + key)
                .add("value=" + value)
                .add("headers=" + headers)
                .add("recordTime=" + recordTime)
                .toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof TestRecord<?, ?> that
                        && Objects.equals(headers, that.headers)
                        && Objects.equals(key, that.key)
                        && Objects.equals(value, that.value)
                        && Objects.equals(recordTime, that.recordTime);
    }

    @Override
    public int hashCode() {
        return Objects.hash(headers, key, value, recordTime);
    }
}
