package io.millrace.state;

import io.millrace.processor.StateStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A window store: a value per key and start of a window. Times are milliseconds since the epoch, inclusive at both ends.
 * Windows that fell out of the retention are gone. Null keys throw {@code NullPointerException}.
 */
public interface WindowStore<K, V> extends StateStore, ReadOnlyWindowStore<K, V> {

    /** Sets the value of {@code key} in the window that starts at {@code windowStartTimestamp}; null deletes it. */
    void put(K key, @Nullable V value, long windowStartTimestamp);

    /** Windows of {@code key} that start from {@code timeFrom} to {@code timeTo}, earliest first. */
    WindowStoreIterator<V> fetch(K key, long timeFrom, long timeTo);

    @Override
    default WindowStoreIterator<V> fetch(K key, Instant timeFrom, Instant timeTo) throws IllegalArgumentException {
        return fetch(key, EpochMillis.of(timeFrom, "timeFrom"), EpochMillis.of(timeTo, "timeTo"));
    }

    /** As {@code fetch}, latest first. */
    default WindowStoreIterator<V> backwardFetch(K key, long timeFrom, long timeTo) {
        throw new UnsupportedOperationException(getClass().getName() + " cannot fetch backwards");
    }

    @Override
    default WindowStoreIterator<V> backwardFetch(K key, Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        return backwardFetch(key, EpochMillis.of(timeFrom, "timeFrom"), EpochMillis.of(timeTo, "timeTo"));
    }

    /** Windows of all keys from {@code keyFrom} to {@code keyTo} that start in the given time. */
    KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo);

    @Override
    default KeyValueIterator<Windowed<K>, V> fetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) throws IllegalArgumentException {
        return fetch(keyFrom, keyTo, EpochMillis.of(timeFrom, "timeFrom"), EpochMillis.of(timeTo, "timeTo"));
    }

    /** As {@code fetch} of a key range, in opposite order. */
    default KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        throw new UnsupportedOperationException(getClass().getName() + " cannot fetch backwards");
    }

    @Override
    default KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) throws IllegalArgumentException {
        return backwardFetch(keyFrom, keyTo, EpochMillis.of(timeFrom, "timeFrom"), EpochMillis.of(timeTo, "timeTo"));
    }

    /** Windows of all keys that start from {@code timeFrom} to {@code timeTo}. */
    KeyValueIterator<Windowed<K>, V> fetchAll(long timeFrom, long timeTo);

    @Override
    default KeyValueIterator<Windowed<K>, V> fetchAll(Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        return fetchAll(EpochMillis.of(timeFrom, "timeFrom"), EpochMillis.of(timeTo, "timeTo"));
    }

    /** As {@code fetchAll}, in opposite order. */
    default KeyValueIterator<Windowed<K>, V> backwardFetchAll(long timeFrom, long timeTo) {
        throw new UnsupportedOperationException(getClass().getName() + " cannot fetch backwards");
    }

    @Override
    default KeyValueIterator<Windowed<K>, V> backwardFetchAll(Instant timeFrom, Instant timeTo)
            throws IllegalArgumentException {
        return backwardFetchAll(EpochMillis.of(timeFrom, "timeFrom"), EpochMillis.of(timeTo, "timeTo"));
    }
}
