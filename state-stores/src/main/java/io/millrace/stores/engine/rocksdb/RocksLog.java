package io.millrace.stores.engine.rocksdb;

import org.rocksdb.InfoLogLevel;
import org.rocksdb.Logger;
import org.slf4j.LoggerFactory;

/** Takes RocksDB's warnings to the log of the program, instead of a file for each engine, which would be one more that is open all the time. Called on any thread. */
final class RocksLog extends Logger {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RocksLog.class);

    RocksLog() {
        super(InfoLogLevel.WARN_LEVEL);
    }

    @Override
    protected void log(InfoLogLevel level, String message) {
        switch (level) {
            case ERROR_LEVEL, FATAL_LEVEL -> LOG.error("RocksDB: {}", message);
            case WARN_LEVEL -> LOG.warn("RocksDB: {}", message);
            case DEBUG_LEVEL, INFO_LEVEL, HEADER_LEVEL, NUM_INFO_LOG_LEVELS -> LOG.debug("RocksDB: {}", message);
        }
    }
}
