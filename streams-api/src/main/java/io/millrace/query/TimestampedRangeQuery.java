package io.millrace.query;

import io.millrace.state.KeyValueIterator;
import io.millrace.state.ValueAndTimestamp;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the entries in a range of keys, with their timestamps; both ends belong to it, and the order is that of the keys' bytes.
 * Immutable.
 */
public final class TimestampedRangeQuery<K, V> implements Query<KeyValueIterator<K, ValueAndTimestamp<V>>> {

    private final Optional<K> lower;
    private final Optional<K> upper;
    private final ResultOrder order;

    private TimestampedRangeQuery(Optional<K> lower, Optional<K> upper, ResultOrder order) {
        this.lower = lower;
        this.upper = upper;
        this.order = order;
    }

    /** From {@code lower} to {@code upper}; null leaves an end open. */
    public static <K, V> TimestampedRangeQuery<K, V> withRange(@Nullable K lower, @Nullable K upper) {
        return new TimestampedRangeQuery<>(Optional.ofNullable(lower), Optional.ofNullable(upper), ResultOrder.ANY);
    }

    /** From {@code lower} on. */
    public static <K, V> TimestampedRangeQuery<K, V> withLowerBound(@Nullable K lower) {
        return withRange(lower, null);
    }

    /** Up to {@code upper}. */
    public static <K, V> TimestampedRangeQuery<K, V> withUpperBound(@Nullable K upper) {
        return withRange(null, upper);
    }

    /** All entries. */
    public static <K, V> TimestampedRangeQuery<K, V> withNoBounds() {
        return withRange(null, null);
    }

    /** The same query, answered in ascending order. */
    public TimestampedRangeQuery<K, V> withAscendingKeys() {
        return new TimestampedRangeQuery<>(lower, upper, ResultOrder.ASCENDING);
    }

    /** The same query, answered in descending order. */
    public TimestampedRangeQuery<K, V> withDescendingKeys() {
        return new TimestampedRangeQuery<>(lower, upper, ResultOrder.DESCENDING);
    }

    /** The lowest key, if there is one. */
    public Optional<K> lowerBound() {
        return lower;
    }

    /** The highest key, if there is one. */
    public Optional<K> upperBound() {
        return upper;
    }

    /** The order. */
    public ResultOrder resultOrder() {
        return order;
    }
}
