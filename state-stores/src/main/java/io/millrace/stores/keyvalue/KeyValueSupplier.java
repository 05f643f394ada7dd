package io.millrace.stores.keyvalue;

import io.millrace.record.Bytes;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.KeyValueStore;
import java.util.Objects;

/**
 * A built-in supplier: it says which engine holds the store. The builders make their typed store over a {@code Table} from it; {@link #get()} is
 * there for who wants a store of bytes.
 */
public final class KeyValueSupplier implements KeyValueBytesStoreSupplier {

    private final String name;
    private final boolean persistent;
    private final boolean timestamped;

    /**
     * @param persistent in RocksDB, else on the heap
     * @param timestamped whether the store is meant for values with timestamps
     */
    public KeyValueSupplier(String name, boolean persistent, boolean timestamped) {
        this.name = Objects.requireNonNull(name, "name cannot be null");
        this.persistent = persistent;
        this.timestamped = timestamped;
    }

    @Override
    public String name() {
        return name;
    }

    boolean persistent() {
        return persistent;
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        return new PlainKeyValueStore<>(
                new KeyValueSpec<>(name, persistent, false, Serdes.Bytes(), Serdes.ByteArray()));
    }

    @Override
    public String metricsScope() {
        if (!persistent) {
            return "in-memory";
        }
        return timestamped ? "rocksdb-timestamped" : "rocksdb";
    }
}
