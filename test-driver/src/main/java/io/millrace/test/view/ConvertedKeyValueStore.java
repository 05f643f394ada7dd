package io.millrace.test.view;

import io.millrace.record.KeyValue;
import io.millrace.serialization.Serializer;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key-value store with converted values. */
public final class ConvertedKeyValueStore<K, S, V> extends ConvertedStore implements KeyValueStore<K, V> {

    private final KeyValueStore<K, S> inner;
    private final ValueConversion<S, V> conversion;

    public ConvertedKeyValueStore(KeyValueStore<K, S> inner, ValueConversion<S, V> conversion) {
        super(inner);
        this.inner = inner;
        this.conversion = conversion;
    }

    private KeyValueIterator<K, V> converted(KeyValueIterator<K, S> rows) {
        return new ConvertedIterator<>(rows, conversion);
    }

    @Override
    public @Nullable V get(K key) {
        return conversion.show(inner.get(key));
    }

    @Override
    public void put(K key, @Nullable V value) {
        inner.put(key, conversion.keep(value));
    }

    @Override
    public @Nullable V putIfAbsent(K key, @Nullable V value) {
        return conversion.show(inner.putIfAbsent(key, conversion.keep(value)));
    }

    @Override
    public void putAll(List<KeyValue<K, V>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public @Nullable V delete(K key) {
        return conversion.show(inner.delete(key));
    }

    @Override
    public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        return converted(inner.range(from, to));
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        return converted(inner.reverseRange(from, to));
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return converted(inner.all());
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return converted(inner.reverseAll());
    }

    @Override
    public <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, PS prefixKeySerializer) {
        return converted(inner.prefixScan(prefix, prefixKeySerializer));
    }

    @Override
    public long approximateNumEntries() {
        return inner.approximateNumEntries();
    }
}
