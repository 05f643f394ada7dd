package io.millrace.stores.engine.rocksdb;

import org.rocksdb.Options;

/** Adjusts the options of one store's column family before it is opened; how users reach RocksDB's settings. */
@FunctionalInterface
public interface FamilyOptions {

    /** Leaves everything as it is. */
    FamilyOptions UNCHANGED = (storeName, options) -> {};

    /** Called once per store and open, on the thread that opens. What it hands to {@code options} must live until the engine is closed. */
    void adjust(String storeName, Options options);
}
