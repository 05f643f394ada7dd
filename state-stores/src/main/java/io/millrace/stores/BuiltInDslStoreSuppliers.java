package io.millrace.stores;

import io.millrace.state.DslKeyValueParams;
import io.millrace.state.DslSessionParams;
import io.millrace.state.DslStoreFormat;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.state.DslWindowParams;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.SessionBytesStoreSupplier;
import io.millrace.state.WindowBytesStoreSupplier;
import io.millrace.stores.keyvalue.KeyValueSupplier;

/** The kinds of stores that the DSL can use where a program does not name a store of its own. */
public class BuiltInDslStoreSuppliers {

    /** Stores in RocksDB: the default. */
    public static final DslStoreSuppliers ROCKS_DB = new RocksDBDslStoreSuppliers();

    /** Stores on the heap. */
    public static final DslStoreSuppliers IN_MEMORY = new InMemoryDslStoreSuppliers();

    /** Not to be made; public as in Kafka Streams. */
    public BuiltInDslStoreSuppliers() {}

    /** Stores in RocksDB. Immutable. */
    public static class RocksDBDslStoreSuppliers implements DslStoreSuppliers {

        @Override
        public KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params) {
            return new KeyValueSupplier(params.name(), true, params.dslStoreFormat() != DslStoreFormat.PLAIN);
        }

        @Override
        public WindowBytesStoreSupplier windowStore(DslWindowParams params) {
            throw noWindows(params.name());
        }

        @Override
        public SessionBytesStoreSupplier sessionStore(DslSessionParams params) {
            throw noWindows(params.name());
        }
    }

    /** Stores on the heap. Immutable. */
    public static class InMemoryDslStoreSuppliers implements DslStoreSuppliers {

        @Override
        public KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params) {
            return new KeyValueSupplier(params.name(), false, params.dslStoreFormat() != DslStoreFormat.PLAIN);
        }

        @Override
        public WindowBytesStoreSupplier windowStore(DslWindowParams params) {
            throw noWindows(params.name());
        }

        @Override
        public SessionBytesStoreSupplier sessionStore(DslSessionParams params) {
            throw noWindows(params.name());
        }
    }

    private static UnsupportedOperationException noWindows(String name) {
        return new UnsupportedOperationException(
                "Store '" + name + "': this version has no window and session stores yet");
    }
}
