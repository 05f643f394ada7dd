/**
 * State stores: in memory and on RocksDB, with the transaction buffer in front of them, their changelog formats and their restore.
 */
module io.millrace.state.stores {
    requires transitive io.millrace.streams.api;
    requires transitive rocksdbjni;
    requires transitive org.slf4j;

    exports io.millrace.stores;
    exports io.millrace.stores.engine to
            io.millrace.streams.runtime,
            io.millrace.test.driver,
            io.millrace.simulation;
    exports io.millrace.stores.engine.rocksdb to
            io.millrace.streams.runtime,
            io.millrace.test.driver;
    exports io.millrace.stores.table to
            io.millrace.streams.dsl,
            io.millrace.streams.runtime,
            io.millrace.test.driver;
    exports io.millrace.stores.task to
            io.millrace.streams.runtime,
            io.millrace.test.driver;
    exports io.millrace.stores.view to
            io.millrace.streams.runtime;
}
