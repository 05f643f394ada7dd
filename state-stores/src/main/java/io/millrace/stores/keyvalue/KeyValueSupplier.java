package io.millrace.stores.keyvalue;

import io.millrace.record.Bytes;
import io.millrace.serialization.Serdes;
import io.millrace.state.HeadersBytesStoreSupplier;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.KeyValueStore;
import java.util.Objects;

/**
 * A built-in supplier of key-value stores: it says where the store keeps its data. The builders make their typed store over a {@code Table} from it;
 * {@link #get()} is there for who wants a store of bytes. Immutable.
 */
public sealed class KeyValueSupplier implements KeyValueBytesStoreSupplier {

    private static final int UNBOUNDED = -1;

    private final String name;
    private final boolean persistent;
    private final int entriesMax;
    private final boolean keepsTimestamps;

    private KeyValueSupplier(String name, boolean persistent, int entriesMax, boolean keepsTimestamps) {
        this.name = Objects.requireNonNull(name, "name cannot be null");
        this.persistent = persistent;
        this.entriesMax = entriesMax;
        this.keepsTimestamps = keepsTimestamps;
    }

    /** Stores in RocksDB. */
    public static KeyValueSupplier rocksDb(String name) {
        return new KeyValueSupplier(name, true, UNBOUNDED, true);
    }

    /** Stores in RocksDB that do not keep the timestamps of values. */
    public static KeyValueSupplier rocksDbPlain(String name) {
        return new KeyValueSupplier(name, true, UNBOUNDED, false);
    }

    /** Stores in RocksDB that keep headers. */
    public static KeyValueSupplier rocksDbWithHeaders(String name) {
        return new WithHeaders(name);
    }

    /** Stores on the heap. */
    public static KeyValueSupplier heap(String name) {
        return new KeyValueSupplier(name, false, UNBOUNDED, true);
    }

    /** Stores on the heap of at most {@code entriesMax} entries; those used longest ago are deleted. */
    public static KeyValueSupplier lru(String name, int entriesMax) {
        if (entriesMax < 0) {
            throw new IllegalArgumentException("maxCacheSize cannot be negative, but is " + entriesMax);
        }
        return new KeyValueSupplier(name, false, entriesMax, true);
    }

    @Override
    public final String name() {
        return name;
    }

    final boolean persistent() {
        return persistent;
    }

    final int entriesMax() {
        return entriesMax;
    }

    final boolean keepsTimestamps() {
        return keepsTimestamps;
    }

    @Override
    public final KeyValueStore<Bytes, byte[]> get() {
        return new PlainKeyValueStore<>(new KeyValueSpec<>(
                name, persistent, entriesMax, keepsTimestamps, null, false, Serdes.Bytes(), Serdes.ByteArray()));
    }

    @Override
    public final String metricsScope() {
        if (persistent) {
            return "rocksdb";
        }
        return entriesMax == UNBOUNDED ? "in-memory" : "in-memory-lru";
    }

    private static final class WithHeaders extends KeyValueSupplier implements HeadersBytesStoreSupplier {

        WithHeaders(String name) {
            super(name, true, UNBOUNDED, true);
        }
    }
}
