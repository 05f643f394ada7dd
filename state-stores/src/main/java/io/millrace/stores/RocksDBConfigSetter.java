package io.millrace.stores;

import java.util.Map;
import org.rocksdb.Options;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes RocksDB's settings of a store, named by {@code rocksdb.config.setter}. One instance per store; called on the thread that opens it.
 *
 * <p>A task's stores are column families of one database: settings of the table format, compaction, compression and write buffers take effect per
 * store, those of the whole database do not. Block cache and write-buffer budget are shared by the process; a setter that brings its own takes its
 * store out of that bound.
 */
public interface RocksDBConfigSetter {

    /** Logger for implementations. */
    Logger LOG = LoggerFactory.getLogger(RocksDBConfigSetter.class);

    /**
     * Changes {@code options} before the store is opened.
     *
     * @param configs the program's configuration
     */
    void setConfig(String storeName, Options options, Map<String, Object> configs);

    /** Closes what {@link #setConfig} made; called when the store is closed. */
    void close(String storeName, Options options);
}
