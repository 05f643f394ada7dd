package io.millrace.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of a window store. A window is found by its start; times are inclusive at both ends; null keys at the
 * ends of a range leave it open. Order: by key bytes, then by start. Iterators have to be closed.
 */
public interface ReadOnlyWindowStore<K, V> {

    /** The value of {@code key} in the window that starts at {@code time} (milliseconds), or null. */
    @Nullable
    V fetch(K key, long time);

    /** Windows of {@code key} that start from {@code timeFrom} to {@code timeTo}, earliest first. */
    WindowStoreIterator<V> fetch(K key, Instant timeFrom, Instant timeTo) throws IllegalArgumentException;

    /** As {@code fetch}, latest first. */
    default WindowStoreIterator<V> backwardFetch(K key, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        throw new UnsupportedOperationException(getClass().getName() + " cannot fetch backwards");
    }

    /** Windows of all keys from {@code keyFrom} to {@code keyTo} that start in the given time. */
    KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException;

    /** As {@code fetch} of a key range, in opposite order. */
    default KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) throws IllegalArgumentException {
        throw new UnsupportedOperationException(getClass().getName() + " cannot fetch backwards");
    }

    /** All windows. */
    KeyValueIterator<Windowed<K>, V> all();

    /** All windows, in opposite order. */
    default KeyValueIterator<Windowed<K>, V> backwardAll() {
        throw new UnsupportedOperationException(getClass().getName() + " cannot scan backwards");
    }

    /** Windows of all keys that start from {@code timeFrom} to {@code timeTo}. */
    KeyValueIterator<Windowed<K>, V> fetchAll(Instant timeFrom, Instant timeTo) throws IllegalArgumentException;

    /** As {@code fetchAll}, in opposite order. */
    default KeyValueIterator<Windowed<K>, V> backwardFetchAll(Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        throw new UnsupportedOperationException(getClass().getName() + " cannot fetch backwards");
    }
}
