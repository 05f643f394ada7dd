package io.millrace.stores.engine.rocksdb;

import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory of all RocksDB engines of the process: one block cache, and one budget for write buffers that is charged to it. It lives as
 * long as the process; safe from any thread.
 */
final class RocksMemory {

    /** 64 MB for blocks, indexes, filters and write buffers together. */
    static final long CACHE_BYTES = 64L << 20;

    /** 32 MB of the cache for write buffers; an engine flushes when all engines together reach it. */
    static final long WRITE_BUFFER_BYTES = 32L << 20;

    private static final class Holder {
        static final RocksMemory INSTANCE = new RocksMemory();
    }

    private final Cache cache;
    private final WriteBufferManager writeBuffers;

    private RocksMemory() {
        RocksDB.loadLibrary();
        cache = new LRUCache(CACHE_BYTES);
        writeBuffers = new WriteBufferManager(WRITE_BUFFER_BYTES, cache);
    }

    /** The one instance; the first call loads the native library, which takes about 0.1 s. */
    static RocksMemory instance() {
        return Holder.INSTANCE;
    }

    Cache cache() {
        return cache;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }
}
