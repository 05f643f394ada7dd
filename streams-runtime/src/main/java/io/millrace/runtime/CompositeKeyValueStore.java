package io.millrace.runtime;

import io.millrace.processor.StateStore;
import io.millrace.serialization.Serializer;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlyKeyValueStore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The partitions of a key-value store on this instance as one. Safe from any thread: each access opens them anew. */
final class CompositeKeyValueStore<K, V> implements ReadOnlyKeyValueStore<K, V> {

    private final OpenPartitions partitions;
    private final Function<StateStore, Function<@Nullable Object, @Nullable Object>> form;

    /**
     * @param form how the values of a store are shown
     */
    CompositeKeyValueStore(
            OpenPartitions partitions, Function<StateStore, Function<@Nullable Object, @Nullable Object>> form) {
        this.partitions = partitions;
        this.form = form;
    }

    @SuppressWarnings("unchecked") // the type was accepted; keys and values are the asking program's claim
    private static <K> ReadOnlyKeyValueStore<K, Object> rows(StateStore store) {
        return (ReadOnlyKeyValueStore<K, Object>) store;
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public @Nullable V get(K key) {
        return (V) partitions.firstNonNull(
                key, store -> form.apply(store).apply(rows(store).get(key)));
    }

    private KeyValueIterator<K, V> all(
            Function<ReadOnlyKeyValueStore<K, Object>, KeyValueIterator<K, Object>> iterator) {
        return partitions.concatenated(store -> iterator.apply(rows(store)), form);
    }

    @Override
    public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        return all(store -> store.range(from, to));
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        return all(store -> store.reverseRange(from, to));
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return all(ReadOnlyKeyValueStore::all);
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return all(ReadOnlyKeyValueStore::reverseAll);
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, PS prefixKeySerializer) {
        return all(store -> store.prefixScan(prefix, prefixKeySerializer));
    }

    @Override
    public long approximateNumEntries() {
        return partitions.sum(store -> rows(store).approximateNumEntries());
    }
}
