package io.millrace.query;

import io.millrace.state.WindowStoreIterator;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Asks for the windows of one key that start in a span of time, both ends included. Immutable. */
public class WindowKeyQuery<K, V> implements Query<WindowStoreIterator<V>> {

    private final K key;
    private final Optional<Instant> timeFrom;
    private final Optional<Instant> timeTo;

    private WindowKeyQuery(K key, Optional<Instant> timeFrom, Optional<Instant> timeTo) {
        this.key = Objects.requireNonNull(key, "key cannot be null");
        this.timeFrom = timeFrom;
        this.timeTo = timeTo;
    }

    /** Windows of {@code key} that start from {@code timeFrom} to {@code timeTo}. */
    public static <K, V> WindowKeyQuery<K, V> withKeyAndWindowStartRange(K key, Instant timeFrom, Instant timeTo) {
        return new WindowKeyQuery<>(key, Optional.of(timeFrom), Optional.of(timeTo));
    }

    /** The key. */
    public K getKey() {
        return key;
    }

    /** The earliest start. */
    public Optional<Instant> getTimeFrom() {
        return timeFrom;
    }

    /** The latest start. */
    public Optional<Instant> getTimeTo() {
        return timeTo;
    }

    @Override
    public String toString() {
        return "WindowKeyQuery{key=" + key + ", timeFrom=" + timeFrom + ", timeTo=" + timeTo + "}";
    }
}
