package io.millrace.processor;

import io.millrace.errors.StreamsException;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way through processors: key, value, timestamp and headers. Key, value and timestamp never change;
 * the {@code with...} methods make new records. Headers can be changed; every record has its own list of them.
 *
 * <p>Not final so that a runtime can decode keys late: whoever reads a record goes through the accessors.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public class Record<K, V> {

    private final @Nullable K key;
    private final @Nullable V value;
    private final long timestamp;

    /** Null until somebody asks: most records have no headers, and then none are allocated. */
    private @Nullable Headers headers;

    /**
     * Makes a record with a copy of {@code headers} (null means none). Throws {@link StreamsException} if the timestamp
     * is negative.
     */
    public Record(@Nullable K key, @Nullable V value, long timestamp, @Nullable Headers headers) {
        if (timestamp < 0) {
            throw negativeTimestamp(timestamp);
        }
        this.key = key;
        this.value = value;
        this.timestamp = timestamp;
        this.headers = copyUnlessEmpty(headers);
    }

    /** Makes a record without headers. Throws {@link StreamsException} if the timestamp is negative. */
    public Record(@Nullable K key, @Nullable V value, long timestamp) {
        this(key, value, timestamp, null);
    }

    /** The key, or null. */
    public @Nullable K key() {
        return key;
    }

    /** The value, or null. */
    public @Nullable V value() {
        return value;
    }

    /** Milliseconds since the epoch; never negative. */
    public long timestamp() {
        return timestamp;
    }

    /** The headers of this record alone, open for changes; never null. */
    public Headers headers() {
        Headers own = headers;
        if (own == null) {
            own = new RecordHeaders();
            headers = own;
        }
        return own;
    }

    /** Whether there is a header; unlike {@link #headers()} it never allocates. */
    public boolean hasHeaders() {
        Headers own = headersIfAny();
        return own != null && (!(own instanceof RecordHeaders list) || !list.isEmpty());
    }

    /** A record with another key and a copy of the headers. */
    public <NewK> Record<NewK, V> withKey(@Nullable NewK key) {
        return new Record<>(key, value(), timestamp(), headersIfAny());
    }

    /** A record with another value and a copy of the headers. */
    public <NewV> Record<K, NewV> withValue(@Nullable NewV value) {
        return new Record<>(key(), value, timestamp(), headersIfAny());
    }

    /** A record with another timestamp and a copy of the headers. Throws {@link StreamsException} if it is negative. */
    public Record<K, V> withTimestamp(long timestamp) {
        return new Record<>(key(), value(), timestamp, headersIfAny());
    }

    /** A record with a copy of other headers. */
    public Record<K, V> withHeaders(@Nullable Headers headers) {
        return new Record<>(key(), value(), timestamp(), headers);
    }

    /** The headers if the record may have some, else null; never allocates. */
    protected @Nullable Headers headersIfAny() {
        return headers;
    }

    private static @Nullable Headers copyUnlessEmpty(@Nullable Headers headers) {
        if (headers == null) {
            return null;
        }
        if (headers instanceof RecordHeaders list) {
            return list.isEmpty() ? null : new RecordHeaders(list);
        }
        return new RecordHeaders(headers);
    }

    private static StreamsException negativeTimestamp(long timestamp) {
        String what = "the timestamp is " + timestamp + ", and must not be negative";
        return new StreamsException("A record cannot be made: " + what, new IllegalArgumentException(what));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Record<?, ?> that
                        && timestamp() == that.timestamp()
                        && Objects.equals(key(), that.key())
                        && Objects.equals(value(), that.value())
                        && headers().equals(that.headers());
    }

    @Override
    public int hashCode() {
        return Objects.hash(key(), value(), timestamp(), headers());
    }

    @Override
    public String toString() {
        return "Record{key=" + key() + ", value=" + value() + ", timestamp=" + timestamp() + ", headers=" + headers()
                + "}";
    }
}
