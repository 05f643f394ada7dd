package io.millrace.stores.keyvalue;

import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * How a key-value store is built. Immutable.
 *
 * @param entriesMax number of entries above which the one that was used longest ago is deleted; -1 for no bound
 * @param userStore the program's own store that keeps the rows; null: the task's engine does
 * @param keySerde null: the configured default
 * @param valueSerde null: the configured default
 */
record KeyValueSpec<K, V>(
        String name,
        boolean persistent,
        int entriesMax,
        @Nullable KeyValueStore<Bytes, byte[]> userStore,
        boolean caching,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde) {}
