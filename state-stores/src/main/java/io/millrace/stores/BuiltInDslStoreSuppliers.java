package io.millrace.stores;

import io.millrace.state.DslKeyValueParams;
import io.millrace.state.DslSessionParams;
import io.millrace.state.DslStoreFormat;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.state.DslWindowParams;
import io.millrace.state.EmitStrategy;
import io.millrace.state.EmitStrategy.StrategyType;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.SessionBytesStoreSupplier;
import io.millrace.state.WindowBytesStoreSupplier;
import io.millrace.stores.keyvalue.KeyValueSupplier;
import io.millrace.stores.windowed.SessionSupplier;
import io.millrace.stores.windowed.WindowSupplier;
import io.millrace.stores.windowed.WindowSupplier.Kind;

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
            return params.dslStoreFormat() == DslStoreFormat.HEADERS
                    ? KeyValueSupplier.rocksDbWithHeaders(params.name())
                    : KeyValueSupplier.rocksDb(params.name());
        }

        @Override
        public WindowBytesStoreSupplier windowStore(DslWindowParams params) {
            Kind kind = kind(
                    params.emitStrategy(),
                    params.isSlidingWindow() ? Kind.ROCKS_DB_BY_TIME_AND_KEY : Kind.ROCKS_DB_BY_TIME);
            long retentionMs = Stores.millis(params.retentionPeriod(), "retentionPeriod");
            long windowSizeMs = Stores.millis(params.windowSize(), "windowSize");
            return params.dslStoreFormat() == DslStoreFormat.HEADERS
                    ? WindowSupplier.withHeaders(
                            params.name(), kind, retentionMs, windowSizeMs, params.retainDuplicates())
                    : WindowSupplier.create(params.name(), kind, retentionMs, windowSizeMs, params.retainDuplicates());
        }

        @Override
        public SessionBytesStoreSupplier sessionStore(DslSessionParams params) {
            Kind kind = kind(params.emitStrategy(), Kind.ROCKS_DB_BY_TIME_AND_KEY);
            long retentionMs = Stores.millis(params.retentionPeriod(), "retentionPeriod");
            return params.storeFormat() == DslStoreFormat.HEADERS
                    ? SessionSupplier.withHeaders(params.name(), kind, retentionMs)
                    : SessionSupplier.create(params.name(), kind, retentionMs);
        }

        private static Kind kind(EmitStrategy strategy, Kind onClose) {
            return strategy.type() == StrategyType.ON_WINDOW_CLOSE ? onClose : Kind.ROCKS_DB;
        }
    }

    /** Stores on the heap. Immutable. */
    public static class InMemoryDslStoreSuppliers implements DslStoreSuppliers {

        @Override
        public KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params) {
            return Stores.inMemoryKeyValueStore(params.name());
        }

        @Override
        public WindowBytesStoreSupplier windowStore(DslWindowParams params) {
            return Stores.inMemoryWindowStore(
                    params.name(), params.retentionPeriod(), params.windowSize(), params.retainDuplicates());
        }

        @Override
        public SessionBytesStoreSupplier sessionStore(DslSessionParams params) {
            return Stores.inMemorySessionStore(params.name(), params.retentionPeriod());
        }
    }
}
