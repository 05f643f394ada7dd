package io.millrace.stores.keyvalue;

import io.millrace.processor.StateStore;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.stores.build.BuiltInStoreBuilder;
import io.millrace.stores.build.BuiltInStoreBuilder.CachingRule;
import io.millrace.stores.table.ChangelogNeeds.Cleanup;
import io.millrace.stores.table.StoreTraits;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes builders of key-value stores. A null serde is the configured default. */
public final class KeyValueBuilders {

    private KeyValueBuilders() {}

    /** Stores without timestamps. */
    public static <K, V> StoreBuilder<KeyValueStore<K, V>> plain(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return builder(
                supplier,
                traits(KeyValueStore.class, keySerde, valueSerde),
                keySerde,
                valueSerde,
                PlainKeyValueStore::new);
    }

    /** Stores with timestamps. */
    public static <K, V> StoreBuilder<TimestampedKeyValueStore<K, V>> stamped(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return builder(
                supplier,
                traits(TimestampedKeyValueStore.class, keySerde, valueSerde),
                keySerde,
                valueSerde,
                StampedKeyValueStore::new);
    }

    /** Stores with timestamps and headers. */
    public static <K, V> StoreBuilder<TimestampedKeyValueStoreWithHeaders<K, V>> stampedWithHeaders(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return builder(
                supplier,
                traits(TimestampedKeyValueStoreWithHeaders.class, keySerde, valueSerde),
                keySerde,
                valueSerde,
                HeaderedKeyValueStore::new);
    }

    private static StoreTraits traits(
            Class<? extends StateStore> type, @Nullable Serde<?> keySerde, @Nullable Serde<?> valueSerde) {
        return new StoreTraits(type, keySerde, valueSerde, -1, -1);
    }

    private static <K, V, T extends KeyValueStore<K, ?>> StoreBuilder<T> builder(
            KeyValueBytesStoreSupplier supplier,
            StoreTraits traits,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            Function<KeyValueSpec<K, V>, T> constructor) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        return new BuiltInStoreBuilder<>(
                supplier.name(),
                CachingRule.ALLOWED,
                Cleanup.COMPACT,
                traits,
                caching -> constructor.apply(spec(supplier, caching, keySerde, valueSerde)));
    }

    /** A supplier of the program's own may hand out a store of ours, or one of its own, which then keeps the rows. */
    private static <K, V> KeyValueSpec<K, V> spec(
            KeyValueBytesStoreSupplier supplier,
            boolean caching,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {
        if (supplier instanceof KeyValueSupplier builtIn) {
            return new KeyValueSpec<>(
                    builtIn.name(),
                    builtIn.persistent(),
                    builtIn.entriesMax(),
                    builtIn.keepsTimestamps(),
                    null,
                    caching,
                    keySerde,
                    valueSerde);
        }
        KeyValueStore<Bytes, byte[]> store = supplier.get();
        if (store instanceof TableKeyValueStore<?, ?, ?> ours) {
            KeyValueSpec<?, ?> inner = ours.spec();
            return new KeyValueSpec<>(
                    supplier.name(),
                    inner.persistent(),
                    inner.entriesMax(),
                    inner.keepsTimestamps(),
                    null,
                    caching,
                    keySerde,
                    valueSerde);
        }
        return new KeyValueSpec<>(supplier.name(), store.persistent(), -1, true, store, caching, keySerde, valueSerde);
    }
}
