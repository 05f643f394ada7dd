package io.millrace.stores.keyvalue;

import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.state.TimestampedKeyValueStore;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds key-value stores. As with every {@code StoreBuilder} the {@code with...} methods change the builder and return it.
 *
 * @param <K> type of keys
 * @param <V> type of values, without timestamps
 * @param <T> type of the store
 */
public final class KeyValueBuilder<K, V, T extends KeyValueStore<K, ?>> implements StoreBuilder<T> {

    private final KeyValueSupplier supplier;
    private final @Nullable Serde<K> keySerde;
    private final @Nullable Serde<V> valueSerde;
    private final Function<KeyValueSpec<K, V>, T> constructor;
    private boolean caching;
    private boolean logging = true;
    private Map<String, String> logConfig = Map.of();

    private KeyValueBuilder(
            KeyValueBytesStoreSupplier supplier,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            Function<KeyValueSpec<K, V>, T> constructor) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        if (!(supplier instanceof KeyValueSupplier builtIn)) {
            throw new IllegalArgumentException(
                    "Store '" + supplier.name() + "' comes from "
                            + supplier.getClass().getName()
                            + ", which is not a supplier of Stores. Build the store with a StoreBuilder of your own, or take a supplier of Stores.");
        }
        this.supplier = builtIn;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.constructor = constructor;
    }

    /** Builds stores without timestamps. */
    public static <K, V> StoreBuilder<KeyValueStore<K, V>> plain(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new KeyValueBuilder<K, V, KeyValueStore<K, V>>(supplier, keySerde, valueSerde, PlainKeyValueStore::new);
    }

    /** Builds stores with timestamps. */
    public static <K, V> StoreBuilder<TimestampedKeyValueStore<K, V>> stamped(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new KeyValueBuilder<K, V, TimestampedKeyValueStore<K, V>>(
                supplier, keySerde, valueSerde, StampedKeyValueStore::new);
    }

    @Override
    public StoreBuilder<T> withCachingEnabled() {
        caching = true;
        return this;
    }

    @Override
    public StoreBuilder<T> withCachingDisabled() {
        caching = false;
        return this;
    }

    @Override
    public StoreBuilder<T> withLoggingEnabled(Map<String, String> config) {
        logging = true;
        logConfig = Map.copyOf(config);
        return this;
    }

    @Override
    public StoreBuilder<T> withLoggingDisabled() {
        logging = false;
        logConfig = Map.of();
        return this;
    }

    @Override
    public T build() {
        return constructor.apply(
                new KeyValueSpec<>(supplier.name(), supplier.persistent(), caching, keySerde, valueSerde));
    }

    @Override
    public Map<String, String> logConfig() {
        return logConfig;
    }

    @Override
    public boolean loggingEnabled() {
        return logging;
    }

    @Override
    public String name() {
        return supplier.name();
    }
}
