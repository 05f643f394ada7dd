package io.millrace.runtime.global;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serializer;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key-value store that refuses to be changed. Confined to one thread. */
class ReadOnlyKeyValueStore<K, V> implements KeyValueStore<K, V> {

    private final KeyValueStore<K, V> inner;
    private final Runnable beforeRead;

    /**
     * @param beforeRead runs before each access
     */
    ReadOnlyKeyValueStore(KeyValueStore<K, V> inner, Runnable beforeRead) {
        this.inner = inner;
        this.beforeRead = beforeRead;
    }

    /** With timestamps. */
    static final class Stamped<K, V> extends ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>
            implements TimestampedKeyValueStore<K, V> {

        Stamped(TimestampedKeyValueStore<K, V> inner, Runnable beforeRead) {
            super(inner, beforeRead);
        }
    }

    /** With timestamps and headers. */
    static final class StampedWithHeaders<K, V> extends ReadOnlyKeyValueStore<K, ValueTimestampHeaders<V>>
            implements TimestampedKeyValueStoreWithHeaders<K, V> {

        StampedWithHeaders(TimestampedKeyValueStoreWithHeaders<K, V> inner, Runnable beforeRead) {
            super(inner, beforeRead);
        }
    }

    private UnsupportedOperationException refused() {
        return new UnsupportedOperationException(ReadOnlyStores.refusal(inner.name()));
    }

    @Override
    public final @Nullable V get(K key) {
        beforeRead.run();
        return inner.get(key);
    }

    @Override
    public final KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        beforeRead.run();
        return inner.range(from, to);
    }

    @Override
    public final KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        beforeRead.run();
        return inner.reverseRange(from, to);
    }

    @Override
    public final KeyValueIterator<K, V> all() {
        beforeRead.run();
        return inner.all();
    }

    @Override
    public final KeyValueIterator<K, V> reverseAll() {
        beforeRead.run();
        return inner.reverseAll();
    }

    @Override
    public final <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, PS prefixKeySerializer) {
        beforeRead.run();
        return inner.prefixScan(prefix, prefixKeySerializer);
    }

    @Override
    public final long approximateNumEntries() {
        beforeRead.run();
        return inner.approximateNumEntries();
    }

    @Override
    public final void put(K key, @Nullable V value) {
        throw refused();
    }

    @Override
    public final @Nullable V putIfAbsent(K key, @Nullable V value) {
        throw refused();
    }

    @Override
    public final void putAll(List<KeyValue<K, V>> entries) {
        throw refused();
    }

    @Override
    public final @Nullable V delete(K key) {
        throw refused();
    }

    @Override
    public final void init(StateStoreContext context, StateStore root) {
        throw refused();
    }

    @Override
    public final void close() {
        throw refused();
    }

    @Override
    public final String name() {
        return inner.name();
    }

    @Override
    public final boolean persistent() {
        return inner.persistent();
    }

    @Override
    public final boolean isOpen() {
        return inner.isOpen();
    }
}
