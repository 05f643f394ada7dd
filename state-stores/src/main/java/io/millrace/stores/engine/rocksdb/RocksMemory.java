package io.millrace.stores.engine.rocksdb;

import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * What all RocksDB engines of the process share: one block cache, one budget for write buffers that is charged to it, the number of open files, the log. It lives as long as
 * the process; safe from any thread.
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
    private final RocksLog log;

    /** Files of all engines, about: each has its part, but the least that RocksDB can do with. */
    private static final int OPEN_FILES = 1_024;

    private static final int OPEN_FILES_PER_ENGINE_MAX = 64;
    private static final int OPEN_FILES_PER_ENGINE_MIN = 20;

    private static final int MANY_ENGINES = 16;

    private final AtomicInteger engines = new AtomicInteger();

    private RocksMemory() {
        RocksDB.loadLibrary();
        cache = new LRUCache(CACHE_BYTES);
        writeBuffers = new WriteBufferManager(WRITE_BUFFER_BYTES, cache);
        log = new RocksLog();
    }

    /** The one instance; the first call loads the native library, which takes about 0.1 s. */
    static RocksMemory instance() {
        return Holder.INSTANCE;
    }

    /** One more engine is about to be opened; returns how many files it may have open. */
    int addEngine() {
        int part = OPEN_FILES / engines.incrementAndGet();
        return Math.max(OPEN_FILES_PER_ENGINE_MIN, Math.min(OPEN_FILES_PER_ENGINE_MAX, part));
    }

    /** Whether there are so many that each open file of an engine counts. */
    boolean hasManyEngines() {
        return engines.get() > MANY_ENGINES;
    }

    void removeEngine() {
        engines.decrementAndGet();
    }

    Cache cache() {
        return cache;
    }

    RocksLog log() {
        return log;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }
}
