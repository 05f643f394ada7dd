package io.millrace.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value and the time of its last update, in milliseconds since the epoch. Immutable. */
public final class ValueAndTimestamp<V> {

    private final @Nullable V value;
    private final long timestamp;

    private ValueAndTimestamp(@Nullable V value, long timestamp) {
        this.value = value;
        this.timestamp = timestamp;
    }

    /** Both together; null if the value is null. */
    public static <V> @Nullable ValueAndTimestamp<V> make(@Nullable V value, long timestamp) {
        return value == null ? null : new ValueAndTimestamp<>(value, timestamp);
    }

    /** Both together, even for a null value. */
    public static <V> ValueAndTimestamp<V> makeAllowNullable(@Nullable V value, long timestamp) {
        return new ValueAndTimestamp<>(value, timestamp);
    }

    /** The value inside; null for null. */
    public static <V> @Nullable V getValueOrNull(@Nullable ValueAndTimestamp<V> valueAndTimestamp) {
        return valueAndTimestamp == null ? null : valueAndTimestamp.value();
    }

    /** The value; null only if it was made by {@link #makeAllowNullable}. */
    public @Nullable V value() {
        return value;
    }

    /** The time of the last update. */
    public long timestamp() {
        return timestamp;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof ValueAndTimestamp<?> that
                        && timestamp == that.timestamp
                        && Objects.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hashCode(value) + Long.hashCode(timestamp);
    }

    @Override
    public String toString() {
        return "<" + value + "," + timestamp + ">";
    }
}
