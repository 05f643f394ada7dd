package io.millrace.query;

import io.millrace.state.VersionedRecordIterator;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for all versions of the value of a key that were valid at some time of a span. Immutable. */
public final class MultiVersionedKeyQuery<K, V> implements Query<VersionedRecordIterator<V>> {

    private final K key;
    private final Optional<Instant> fromTime;
    private final Optional<Instant> toTime;
    private final ResultOrder order;

    private MultiVersionedKeyQuery(K key, Optional<Instant> fromTime, Optional<Instant> toTime, ResultOrder order) {
        this.key = Objects.requireNonNull(key, "key cannot be null");
        this.fromTime = fromTime;
        this.toTime = toTime;
        this.order = order;
    }

    /** All versions of {@code key}. */
    public static <K, V> MultiVersionedKeyQuery<K, V> withKey(K key) {
        return new MultiVersionedKeyQuery<>(key, Optional.empty(), Optional.empty(), ResultOrder.ANY);
    }

    /** The same query from {@code fromTime} on; null for no limit. */
    public MultiVersionedKeyQuery<K, V> fromTime(@Nullable Instant fromTime) {
        return new MultiVersionedKeyQuery<>(key, Optional.ofNullable(fromTime), toTime, order);
    }

    /** The same query up to {@code toTime}; null for no limit. */
    public MultiVersionedKeyQuery<K, V> toTime(@Nullable Instant toTime) {
        return new MultiVersionedKeyQuery<>(key, fromTime, Optional.ofNullable(toTime), order);
    }

    /** The same query, earliest version first. */
    public MultiVersionedKeyQuery<K, V> withAscendingTimestamps() {
        return new MultiVersionedKeyQuery<>(key, fromTime, toTime, ResultOrder.ASCENDING);
    }

    /** The same query, latest version first. */
    public MultiVersionedKeyQuery<K, V> withDescendingTimestamps() {
        return new MultiVersionedKeyQuery<>(key, fromTime, toTime, ResultOrder.DESCENDING);
    }

    /** The key. */
    public K key() {
        return key;
    }

    /** The begin of the span, if it has one. */
    public Optional<Instant> fromTime() {
        return fromTime;
    }

    /** The end of the span, if it has one. */
    public Optional<Instant> toTime() {
        return toTime;
    }

    /** The order; latest first if any will do. */
    public ResultOrder resultOrder() {
        return order;
    }
}
