package io.millrace.stores.table;

import org.jspecify.annotations.Nullable;

/**
 * Gets the changes of a cached store when its record cache is flushed, one call per changed key, in the order of each key's last
 * update. It is called on the task's thread under the record context (timestamp, headers, topic, partition, offset) of that last update.
 *
 * @param <K> type of keys
 * @param <V> type of values, without their timestamps
 */
@FunctionalInterface
public interface FlushListener<K, V> {

    /**
     * @param newValue null for a delete
     * @param oldValue the value at the previous flush; null if there was none or nobody asked for old values
     * @param timestampMs timestamp of the new value, or of the record that deleted it
     */
    void changed(K key, @Nullable V newValue, @Nullable V oldValue, long timestampMs);
}
