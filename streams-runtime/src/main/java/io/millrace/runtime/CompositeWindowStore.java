package io.millrace.runtime;

import io.millrace.processor.StateStore;
import io.millrace.runtime.query.HeldIterators;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlyWindowStore;
import io.millrace.state.WindowStore;
import io.millrace.state.WindowStoreIterator;
import io.millrace.state.Windowed;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The partitions of a window store on this instance as one. Safe from any thread: each access opens them anew. */
final class CompositeWindowStore<K, V> implements ReadOnlyWindowStore<K, V> {

    private final OpenPartitions partitions;
    private final Function<StateStore, Function<@Nullable Object, @Nullable Object>> form;

    /**
     * @param form how the values of a store are shown
     */
    CompositeWindowStore(
            OpenPartitions partitions, Function<StateStore, Function<@Nullable Object, @Nullable Object>> form) {
        this.partitions = partitions;
        this.form = form;
    }

    @SuppressWarnings("unchecked") // the type was accepted; keys and values are the asking program's claim
    private static <K> WindowStore<K, Object> rows(StateStore store) {
        return (WindowStore<K, Object>) store;
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public @Nullable V fetch(K key, long time) {
        return (V) partitions.firstNonNull(
                key, store -> form.apply(store).apply(rows(store).fetch(key, time)));
    }

    private WindowStoreIterator<V> windows(
            K key, Function<WindowStore<K, Object>, WindowStoreIterator<Object>> iterator) {
        KeyValueIterator<Long, V> all = partitions.ofKey(key, store -> iterator.apply(rows(store)), form);
        return HeldIterators.windows(all, value -> value, () -> {});
    }

    private KeyValueIterator<Windowed<K>, V> rows(
            Function<WindowStore<K, Object>, KeyValueIterator<Windowed<K>, Object>> iterator) {
        return partitions.concatenated(store -> iterator.apply(rows(store)), form);
    }

    @Override
    public WindowStoreIterator<V> fetch(K key, Instant timeFrom, Instant timeTo) {
        return windows(key, store -> store.fetch(key, timeFrom, timeTo));
    }

    @Override
    public WindowStoreIterator<V> backwardFetch(K key, Instant timeFrom, Instant timeTo) {
        return windows(key, store -> store.backwardFetch(key, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) {
        return rows(store -> store.fetch(keyFrom, keyTo, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, Instant timeFrom, Instant timeTo) {
        return rows(store -> store.backwardFetch(keyFrom, keyTo, timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> all() {
        return rows(WindowStore::all);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardAll() {
        return rows(WindowStore::backwardAll);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetchAll(Instant timeFrom, Instant timeTo) {
        return rows(store -> store.fetchAll(timeFrom, timeTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetchAll(Instant timeFrom, Instant timeTo) {
        return rows(store -> store.backwardFetchAll(timeFrom, timeTo));
    }
}
