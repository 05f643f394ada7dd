package io.millrace.stores.versioned;

import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.state.VersionedBytesStoreSupplier;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.stores.build.BuiltInStoreBuilder;
import io.millrace.stores.build.BuiltInStoreBuilder.CachingRule;
import io.millrace.stores.table.ChangelogNeeds.Cleanup;
import io.millrace.stores.table.StoreTraits;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A built-in supplier of versioned stores, and the builder that goes with it. Immutable. */
public final class VersionedSupplier implements VersionedBytesStoreSupplier {

    private final String name;
    private final boolean persistent;
    private final long historyMs;
    private final long segmentIntervalMs;

    /** A supplier. Throws {@code IllegalArgumentException} for a negative history or a segment interval below one. */
    public VersionedSupplier(String name, boolean persistent, long historyMs, long segmentIntervalMs) {
        this.name = Objects.requireNonNull(name, "name cannot be null");
        if (historyMs < 0) {
            throw new IllegalArgumentException("historyRetention cannot be negative, but is " + historyMs + " ms");
        }
        if (segmentIntervalMs < 1) {
            throw new IllegalArgumentException(
                    "segmentInterval cannot be zero or negative, but is " + segmentIntervalMs + " ms");
        }
        this.persistent = persistent;
        this.historyMs = historyMs;
        this.segmentIntervalMs = segmentIntervalMs;
    }

    /** The segment interval for a history, as Kafka Streams chooses it: between 3 and 25 segments, of at least two seconds. */
    public static long defaultSegmentIntervalMs(long historyMs) {
        if (historyMs <= 60_000) {
            return Math.max(historyMs / 3, 2_000);
        }
        if (historyMs <= 300_000) {
            return Math.max(historyMs / 5, 20_000);
        }
        if (historyMs <= 3_600_000) {
            return Math.max(historyMs / 12, 60_000);
        }
        return Math.max(historyMs / 24, 300_000);
    }

    /** Builds versioned stores. A null serde is the configured default. */
    public static <K, V> StoreBuilder<VersionedKeyValueStore<K, V>> builder(
            VersionedBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        if (!(supplier instanceof VersionedSupplier builtIn)) {
            throw new IllegalArgumentException(
                    "Store '" + supplier.name() + "' comes from "
                            + supplier.getClass().getName()
                            + ", which is not a supplier of Stores. Build the store with a StoreBuilder of your own, or take a supplier of Stores.");
        }
        return new BuiltInStoreBuilder<>(
                builtIn.name,
                CachingRule.REFUSED,
                Cleanup.COMPACT_LATE,
                new StoreTraits(VersionedKeyValueStore.class, keySerde, valueSerde, builtIn.historyMs, -1),
                caching -> new TableVersionedStore<>(builtIn.spec(keySerde, valueSerde)));
    }

    private <K, V> TableVersionedStore.Spec<K, V> spec(@Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new TableVersionedStore.Spec<>(name, persistent, historyMs, segmentIntervalMs, keySerde, valueSerde);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        return new VersionedBytes(new TableVersionedStore<>(spec(Serdes.Bytes(), Serdes.ByteArray())));
    }

    @Override
    public String metricsScope() {
        return persistent ? "rocksdb" : "in-memory";
    }

    @Override
    public long historyRetentionMs() {
        return historyMs;
    }
}
