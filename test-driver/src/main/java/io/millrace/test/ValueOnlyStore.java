package io.millrace.test;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.ValueAndTimestamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store with timestamps, seen without them; what is put into it gets no time of its own. */
final class ValueOnlyStore<K, V> implements KeyValueStore<K, V> {

    private static final long NO_TIMESTAMP = -1;

    private final TimestampedKeyValueStore<K, V> inner;

    ValueOnlyStore(TimestampedKeyValueStore<K, V> inner) {
        this.inner = inner;
    }

    private static <V> @Nullable V value(@Nullable ValueAndTimestamp<V> stamped) {
        return ValueAndTimestamp.getValueOrNull(stamped);
    }

    private static <V> @Nullable ValueAndTimestamp<V> stamped(@Nullable V value) {
        return ValueAndTimestamp.make(value, NO_TIMESTAMP);
    }

    @Override
    public @Nullable V get(K key) {
        return value(inner.get(key));
    }

    @Override
    public void put(K key, @Nullable V value) {
        inner.put(key, stamped(value));
    }

    @Override
    public @Nullable V putIfAbsent(K key, @Nullable V value) {
        return value(inner.putIfAbsent(key, stamped(value)));
    }

    @Override
    public void putAll(List<KeyValue<K, V>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public @Nullable V delete(K key) {
        return value(inner.delete(key));
    }

    @Override
    public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        return new Values<>(inner.range(from, to));
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        return new Values<>(inner.reverseRange(from, to));
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return new Values<>(inner.all());
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return new Values<>(inner.reverseAll());
    }

    @Override
    public long approximateNumEntries() {
        return inner.approximateNumEntries();
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        inner.init(context, root);
    }

    @Override
    public void close() {
        inner.close();
    }

    @Override
    public boolean persistent() {
        return inner.persistent();
    }

    @Override
    public boolean isOpen() {
        return inner.isOpen();
    }

    private static final class Values<K, V> implements KeyValueIterator<K, V> {

        private final KeyValueIterator<K, ValueAndTimestamp<V>> inner;

        Values(KeyValueIterator<K, ValueAndTimestamp<V>> inner) {
            this.inner = inner;
        }

        @Override
        public boolean hasNext() {
            return inner.hasNext();
        }

        @Override
        public KeyValue<K, V> next() {
            KeyValue<K, ValueAndTimestamp<V>> row = inner.next();
            return KeyValue.pair(row.key, value(row.value));
        }

        @Override
        public K peekNextKey() {
            return inner.peekNextKey();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
