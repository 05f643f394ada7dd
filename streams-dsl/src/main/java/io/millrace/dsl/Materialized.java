package io.millrace.dsl;

import io.millrace.processor.StateStore;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.KeyValueStore;
import io.millrace.state.SessionBytesStoreSupplier;
import io.millrace.state.SessionStore;
import io.millrace.state.StoreSupplier;
import io.millrace.state.WindowBytesStoreSupplier;
import io.millrace.state.WindowStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a table is kept: name, serdes, kind of store, changelog and cache. A table with a store name or supplier can be queried. By default there is a changelog and
 * a cache. As in Kafka Streams, the {@code with...} methods change and return this object.
 *
 * @param <K> type of keys
 * @param <V> type of values
 * @param <S> kind of store
 */
public class Materialized<K, V, S extends StateStore> {

    protected @Nullable StoreSupplier<S> storeSupplier;
    protected @Nullable String storeName;
    protected @Nullable Serde<V> valueSerde;
    protected @Nullable Serde<K> keySerde;
    protected boolean loggingEnabled = true;
    protected boolean cachingEnabled = true;
    protected Map<String, String> topicConfig = new HashMap<>();
    protected @Nullable Duration retention;
    protected @Nullable DslStoreSuppliers dslStoreSuppliers;

    private Materialized() {}

    /** A copy. */
    protected Materialized(Materialized<K, V, S> materialized) {
        this.storeSupplier = materialized.storeSupplier;
        this.storeName = materialized.storeName;
        this.keySerde = materialized.keySerde;
        this.valueSerde = materialized.valueSerde;
        this.loggingEnabled = materialized.loggingEnabled;
        this.cachingEnabled = materialized.cachingEnabled;
        this.topicConfig = new HashMap<>(materialized.topicConfig);
        this.retention = materialized.retention;
        this.dslStoreSuppliers = materialized.dslStoreSuppliers;
    }

    /** In a store of the given kind, under a generated name. */
    public static <K, V, S extends StateStore> Materialized<K, V, S> as(DslStoreSuppliers storeSuppliers) {
        return new Materialized<K, V, S>().withStoreType(storeSuppliers);
    }

    /**
     * In a store of this name, which is also part of the name of its changelog.
     *
     * @throws io.millrace.errors.TopologyException if the name is not legal, see {@link Named}
     */
    public static <K, V, S extends StateStore> Materialized<K, V, S> as(String storeName) {
        Named.validate(Objects.requireNonNull(storeName, "storeName cannot be null"));
        Materialized<K, V, S> materialized = new Materialized<>();
        materialized.storeName = storeName;
        return materialized;
    }

    /** In the window store that a supplier makes, under its name. */
    public static <K, V> Materialized<K, V, WindowStore<Bytes, byte[]>> as(WindowBytesStoreSupplier supplier) {
        return supplied(supplier);
    }

    /** In the session store that a supplier makes, under its name. */
    public static <K, V> Materialized<K, V, SessionStore<Bytes, byte[]>> as(SessionBytesStoreSupplier supplier) {
        return supplied(supplier);
    }

    /** In the key-value store that a supplier makes, under its name. */
    public static <K, V> Materialized<K, V, KeyValueStore<Bytes, byte[]>> as(KeyValueBytesStoreSupplier supplier) {
        return supplied(supplier);
    }

    /** With serdes; the store gets a generated name and cannot be queried. */
    public static <K, V, S extends StateStore> Materialized<K, V, S> with(
            @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new Materialized<K, V, S>().withKeySerde(keySerde).withValueSerde(valueSerde);
    }

    private static <K, V, S extends StateStore> Materialized<K, V, S> supplied(StoreSupplier<S> supplier) {
        Materialized<K, V, S> materialized = new Materialized<>();
        materialized.storeSupplier = Objects.requireNonNull(supplier, "supplier cannot be null");
        return materialized;
    }

    /** Sets the value serde; null for that of the input, or the configured default. */
    public Materialized<K, V, S> withValueSerde(@Nullable Serde<V> valueSerde) {
        this.valueSerde = valueSerde;
        return this;
    }

    /** Sets the key serde; null for that of the input, or the configured default. */
    public Materialized<K, V, S> withKeySerde(@Nullable Serde<K> keySerde) {
        this.keySerde = keySerde;
        return this;
    }

    /** Keeps a changelog topic, with these settings on top of the defaults. */
    public Materialized<K, V, S> withLoggingEnabled(Map<String, String> config) {
        loggingEnabled = true;
        topicConfig = new HashMap<>(config);
        return this;
    }

    /** Keeps no changelog: the table is lost with the disk of its instance. */
    public Materialized<K, V, S> withLoggingDisabled() {
        loggingEnabled = false;
        topicConfig.clear();
        return this;
    }

    /** Forwards only the last of several changes of a row between two commits. */
    public Materialized<K, V, S> withCachingEnabled() {
        cachingEnabled = true;
        return this;
    }

    /** Forwards every change. */
    public Materialized<K, V, S> withCachingDisabled() {
        cachingEnabled = false;
        return this;
    }

    /**
     * Sets how long rows of a window or session store are kept, at least as long as windows can change.
     *
     * @throws IllegalArgumentException if it is negative or too long to count in milliseconds
     */
    public Materialized<K, V, S> withRetention(Duration retention) throws IllegalArgumentException {
        Durations.requireMillis(retention, "retention");
        this.retention = retention;
        return this;
    }

    /**
     * Sets the kind of store.
     *
     * @throws IllegalArgumentException if there is a supplier for this store already
     */
    public Materialized<K, V, S> withStoreType(DslStoreSuppliers storeSuppliers) throws IllegalArgumentException {
        Objects.requireNonNull(storeSuppliers, "storeSuppliers cannot be null");
        if (storeSupplier != null) {
            throw new IllegalArgumentException("Store '" + storeSupplier.name()
                    + "' has a supplier, which decides the kind of store: leave out withStoreType");
        }
        this.dslStoreSuppliers = storeSuppliers;
        return this;
    }
}
