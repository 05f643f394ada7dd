package io.millrace.stores.keyvalue;

import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * How a key-value store is built. Immutable.
 *
 * @param entriesMax number of entries above which the one that was used longest ago is deleted; -1 for no bound
 * @param keepsTimestamps false: a store with timestamps shows {@link #NO_TIMESTAMP}, as far as no record cache has them
 * @param userStore the program's own store that keeps the rows; null: the task's engine does
 * @param keySerde null: the configured default
 * @param valueSerde null: the configured default
 */
record KeyValueSpec<K, V>(
        String name,
        boolean persistent,
        int entriesMax,
        boolean keepsTimestamps,
        @Nullable KeyValueStore<Bytes, byte[]> userStore,
        boolean caching,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde) {

    static final long NO_TIMESTAMP = -1;

    /** For a store that only shows rows which are elsewhere. */
    KeyValueSpec<K, V> forReading() {
        return new KeyValueSpec<>(name, persistent, -1, keepsTimestamps, null, false, keySerde, valueSerde);
    }
}
