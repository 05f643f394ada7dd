package io.millrace.query;

import io.millrace.state.KeyValueIterator;
import io.millrace.state.Windowed;
import java.time.Instant;
import java.util.Optional;

/** Asks for all windows (or sessions) of one key, or for those of all keys that start in a span of time. Immutable. */
public class WindowRangeQuery<K, V> implements Query<KeyValueIterator<Windowed<K>, V>> {

    private final Optional<K> key;
    private final Optional<Instant> timeFrom;
    private final Optional<Instant> timeTo;

    private WindowRangeQuery(Optional<K> key, Optional<Instant> timeFrom, Optional<Instant> timeTo) {
        this.key = key;
        this.timeFrom = timeFrom;
        this.timeTo = timeTo;
    }

    /** All windows of {@code key}. */
    public static <K, V> WindowRangeQuery<K, V> withKey(K key) {
        return new WindowRangeQuery<>(Optional.of(key), Optional.empty(), Optional.empty());
    }

    /** Windows of all keys that start from {@code timeFrom} to {@code timeTo}, both included. */
    public static <K, V> WindowRangeQuery<K, V> withWindowStartRange(Instant timeFrom, Instant timeTo) {
        return new WindowRangeQuery<>(Optional.empty(), Optional.of(timeFrom), Optional.of(timeTo));
    }

    /** The key, if one was given. */
    public Optional<K> getKey() {
        return key;
    }

    /** The earliest start, if one was given. */
    public Optional<Instant> getTimeFrom() {
        return timeFrom;
    }

    /** The latest start, if one was given. */
    public Optional<Instant> getTimeTo() {
        return timeTo;
    }

    @Override
    public String toString() {
        return "WindowRangeQuery{key=" + key + ", timeFrom=" + timeFrom + ", timeTo=" + timeTo + "}";
    }
}
