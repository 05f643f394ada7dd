package io.millrace.test.view;

import io.millrace.state.KeyValueIterator;
import io.millrace.state.WindowStore;
import io.millrace.state.WindowStoreIterator;
import io.millrace.state.Windowed;
import org.jspecify.annotations.Nullable;

/** A window store with converted values. */
public final class ConvertedWindowStore<K, S, V> extends ConvertedStore implements WindowStore<K, V> {

    private final WindowStore<K, S> inner;
    private final ValueConversion<S, V> conversion;

    public ConvertedWindowStore(WindowStore<K, S> inner, ValueConversion<S, V> conversion) {
        super(inner);
        this.inner = inner;
        this.conversion = conversion;
    }

    private KeyValueIterator<Windowed<K>, V> converted(KeyValueIterator<Windowed<K>, S> rows) {
        return new ConvertedIterator<>(rows, conversion);
    }

    private WindowStoreIterator<V> converted(WindowStoreIterator<S> rows) {
        return new ConvertedIterator.OfWindows<>(rows, conversion);
    }

    @Override
    public void put(K key, @Nullable V value, long windowStartTimestamp) {
        inner.put(key, conversion.keep(value), windowStartTimestamp);
    }

    @Override
    public @Nullable V fetch(K key, long time) {
        return conversion.show(inner.fetch(key, time));
    }

    @Override
    public WindowStoreIterator<V> fetch(K key, long timeFrom, long timeTo) {
        return converted(inner.fetch(key, timeFrom, timeTo));
    }

    @Override
    public WindowStoreIterator<V> backwardFetch(K key, long timeFrom, long timeTo) {
        return converted(inner.backwardFetch(key, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        return converted(inner.fetch(keyFrom, keyTo, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        return converted(inner.backwardFetch(keyFrom, keyTo, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetchAll(long timeFrom, long timeTo) {
        return converted(inner.fetchAll(timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetchAll(long timeFrom, long timeTo) {
        return converted(inner.backwardFetchAll(timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> all() {
        return converted(inner.all());
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardAll() {
        return converted(inner.backwardAll());
    }
}
