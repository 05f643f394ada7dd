package io.millrace.stores.keyvalue;

import io.millrace.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a key-value store is built. Immutable.
 *
 * @param keySerde null: the configured default
 * @param valueSerde null: the configured default
 */
record KeyValueSpec<K, V>(
        String name,
        boolean persistent,
        boolean caching,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde) {}
