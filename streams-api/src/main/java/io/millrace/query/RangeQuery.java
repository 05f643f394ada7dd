package io.millrace.query;

import io.millrace.state.KeyValueIterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the entries in a range of keys; both ends belong to it, and the order is that of the keys' bytes.
 * Immutable.
 */
public final class RangeQuery<K, V> implements Query<KeyValueIterator<K, V>> {

    private final Optional<K> lower;
    private final Optional<K> upper;
    private final ResultOrder order;

    private RangeQuery(Optional<K> lower, Optional<K> upper, ResultOrder order) {
        this.lower = lower;
        this.upper = upper;
        this.order = order;
    }

    /** From {@code lower} to {@code upper}; null leaves an end open. */
    public static <K, V> RangeQuery<K, V> withRange(@Nullable K lower, @Nullable K upper) {
        return new RangeQuery<>(Optional.ofNullable(lower), Optional.ofNullable(upper), ResultOrder.ANY);
    }

    /** From {@code lower} on. */
    public static <K, V> RangeQuery<K, V> withLowerBound(@Nullable K lower) {
        return withRange(lower, null);
    }

    /** Up to {@code upper}. */
    public static <K, V> RangeQuery<K, V> withUpperBound(@Nullable K upper) {
        return withRange(null, upper);
    }

    /** All entries. */
    public static <K, V> RangeQuery<K, V> withNoBounds() {
        return withRange(null, null);
    }

    /** The same query, answered in ascending order. */
    public RangeQuery<K, V> withAscendingKeys() {
        return new RangeQuery<>(lower, upper, ResultOrder.ASCENDING);
    }

    /** The same query, answered in descending order. */
    public RangeQuery<K, V> withDescendingKeys() {
        return new RangeQuery<>(lower, upper, ResultOrder.DESCENDING);
    }

    /** The lowest key, if there is one. */
    public Optional<K> getLowerBound() {
        return lower;
    }

    /** The highest key, if there is one. */
    public Optional<K> getUpperBound() {
        return upper;
    }

    /** The order. */
    public ResultOrder resultOrder() {
        return order;
    }
}
