package io.millrace.processor;

import io.millrace.record.Headers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record whose key cannot be replaced, for processors that promise to leave the partitioning as it is. A view of a
 * {@link Record}.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public final class FixedKeyRecord<K, V> {

    private final Record<K, V> record;

    private FixedKeyRecord(Record<K, V> record) {
        this.record = record;
    }

    /** Shows {@code record} with its key fixed. For runtimes, and for tests of a {@link FixedKeyProcessor}. */
    public static <K, V> FixedKeyRecord<K, V> of(Record<K, V> record) {
        return new FixedKeyRecord<>(Objects.requireNonNull(record, "record cannot be null"));
    }

    /** The record underneath. */
    public Record<K, V> asRecord() {
        return record;
    }

    /** The key, or null. */
    public @Nullable K key() {
        return record.key();
    }

    /** The value, or null. */
    public @Nullable V value() {
        return record.value();
    }

    /** Milliseconds since the epoch; never negative. */
    public long timestamp() {
        return record.timestamp();
    }

    /** The headers, open for changes; never null. */
    public Headers headers() {
        return record.headers();
    }

    /** A record with another value and a copy of the headers. */
    public <NewV> FixedKeyRecord<K, NewV> withValue(@Nullable NewV value) {
        return new FixedKeyRecord<>(record.withValue(value));
    }

    /** A record with another timestamp. Throws {@code StreamsException} if it is negative. */
    public FixedKeyRecord<K, V> withTimestamp(long timestamp) {
        return new FixedKeyRecord<>(record.withTimestamp(timestamp));
    }

    /** A record with a copy of other headers. */
    public FixedKeyRecord<K, V> withHeaders(@Nullable Headers headers) {
        return new FixedKeyRecord<>(record.withHeaders(headers));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof FixedKeyRecord<?, ?> that && record.equals(that.record);
    }

    @Override
    public int hashCode() {
        return record.hashCode();
    }

    @Override
    public String toString() {
        return "FixedKey" + record;
    }
}
