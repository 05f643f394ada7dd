package io.millrace.runtime.global;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serializer;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key-value store that refuses to be changed. */
final class ReadOnlyKeyValueStore<K, V> implements KeyValueStore<K, V> {

    private final KeyValueStore<K, V> inner;

    ReadOnlyKeyValueStore(KeyValueStore<K, V> inner) {
        this.inner = inner;
    }

    private UnsupportedOperationException refused() {
        return new UnsupportedOperationException(ReadOnlyStores.refusal(inner.name()));
    }

    @Override
    public @Nullable V get(K key) {
        return inner.get(key);
    }

    @Override
    public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        return inner.range(from, to);
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        return inner.reverseRange(from, to);
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return inner.all();
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return inner.reverseAll();
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, PS prefixKeySerializer) {
        return inner.prefixScan(prefix, prefixKeySerializer);
    }

    @Override
    public long approximateNumEntries() {
        return inner.approximateNumEntries();
    }

    @Override
    public void put(K key, @Nullable V value) {
        throw refused();
    }

    @Override
    public @Nullable V putIfAbsent(K key, @Nullable V value) {
        throw refused();
    }

    @Override
    public void putAll(List<KeyValue<K, V>> entries) {
        throw refused();
    }

    @Override
    public @Nullable V delete(K key) {
        throw refused();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        throw refused();
    }

    @Override
    public void close() {
        throw refused();
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public boolean persistent() {
        return inner.persistent();
    }

    @Override
    public boolean isOpen() {
        return inner.isOpen();
    }
}
