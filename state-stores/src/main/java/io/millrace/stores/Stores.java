package io.millrace.stores;

import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.stores.keyvalue.KeyValueBuilder;
import io.millrace.stores.keyvalue.KeyValueSupplier;

/**
 * Makes suppliers and builders of state stores.
 *
 * <p>A supplier says where a store keeps its data; a builder adds serdes, caching and logging, and is what {@code Topology.addStateStore} and
 * {@code Materialized} take. Names must not be null. A serde may be null: then the configured default is used.
 */
public final class Stores {

    /** Not to be made; public as in Kafka Streams. */
    public Stores() {}

    /** A store in RocksDB without timestamps. */
    public static KeyValueBytesStoreSupplier persistentKeyValueStore(String name) {
        return new KeyValueSupplier(name, true, false);
    }

    /** A store in RocksDB with a timestamp for each value. */
    public static KeyValueBytesStoreSupplier persistentTimestampedKeyValueStore(String name) {
        return new KeyValueSupplier(name, true, true);
    }

    /** A store on the heap. It is restored from its changelog at each start. */
    public static KeyValueBytesStoreSupplier inMemoryKeyValueStore(String name) {
        return new KeyValueSupplier(name, false, false);
    }

    /** Builds a key-value store. */
    public static <K, V> StoreBuilder<KeyValueStore<K, V>> keyValueStoreBuilder(
            KeyValueBytesStoreSupplier supplier, Serde<K> keySerde, Serde<V> valueSerde) {
        return KeyValueBuilder.plain(supplier, keySerde, valueSerde);
    }

    /** Builds a key-value store with a timestamp for each value, as tables of the DSL use it. */
    public static <K, V> StoreBuilder<TimestampedKeyValueStore<K, V>> timestampedKeyValueStoreBuilder(
            KeyValueBytesStoreSupplier supplier, Serde<K> keySerde, Serde<V> valueSerde) {
        return KeyValueBuilder.stamped(supplier, keySerde, valueSerde);
    }
}
