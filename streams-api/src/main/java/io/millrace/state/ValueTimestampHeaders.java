package io.millrace.state;

import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value with timestamp (milliseconds since the epoch) and headers of its last update. */
public final class ValueTimestampHeaders<V> {

    private final @Nullable V value;
    private final long timestamp;
    private final Headers headers;

    private ValueTimestampHeaders(@Nullable V value, long timestamp, @Nullable Headers headers) {
        this.value = value;
        this.timestamp = timestamp;
        this.headers = headers == null ? new RecordHeaders() : headers;
    }

    /** All together; null if the value is null. Null headers mean none. */
    public static <V> @Nullable ValueTimestampHeaders<V> make(
            @Nullable V value, long timestamp, @Nullable Headers headers) {
        return value == null ? null : new ValueTimestampHeaders<>(value, timestamp, headers);
    }

    /** All together, even for a null value. Null headers mean none. */
    public static <V> ValueTimestampHeaders<V> makeAllowNullable(
            @Nullable V value, long timestamp, @Nullable Headers headers) {
        return new ValueTimestampHeaders<>(value, timestamp, headers);
    }

    /** The value inside; null for null. */
    public static <V> @Nullable V getValueOrNull(@Nullable ValueTimestampHeaders<V> valueTimestampHeaders) {
        return valueTimestampHeaders == null ? null : valueTimestampHeaders.value();
    }

    /** The value; null only if it was made by {@link #makeAllowNullable}. */
    public @Nullable V value() {
        return value;
    }

    /** The time of the last update. */
    public long timestamp() {
        return timestamp;
    }

    /** The headers of the last update; never null. */
    public Headers headers() {
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ValueTimestampHeaders<?> that
                        && timestamp == that.timestamp
                        && Objects.equals(value, that.value)
                        && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, timestamp, headers);
    }

    @Override
    public String toString() {
        return "ValueTimestampHeaders{value=" + value + ", timestamp=" + timestamp + ", headers=" + headers + "}";
    }
}
