package io.millrace.state;

import io.millrace.processor.StateStore;
import io.millrace.record.KeyValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key-value store. Null keys throw {@code NullPointerException}; a null value deletes. */
public interface KeyValueStore<K, V> extends StateStore, ReadOnlyKeyValueStore<K, V> {

    /** Sets the value of {@code key}; null deletes it. */
    void put(K key, @Nullable V value);

    /** Sets the value of {@code key} if it has none; returns the value it had. */
    @Nullable
    V putIfAbsent(K key, @Nullable V value);

    /** Sets the values of many keys, in the given order; null deletes. */
    void putAll(List<KeyValue<K, V>> entries);

    /** Deletes {@code key} and returns the value it had, or null. */
    @Nullable
    V delete(K key);
}
