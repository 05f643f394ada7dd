package io.millrace.stores.engine.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;

/** The options of one engine. Owns the native objects behind them; closed with the engine. */
final class RocksSettings implements AutoCloseable {

    /** With RocksDB's default (1 MB) a shared write-buffer budget starves when there are many small families. */
    private static final long ARENA_BLOCK_BYTES = 32 << 10;

    private static final long WRITE_BUFFER_BYTES = 16L << 20;

    private final FamilyOptions adjustment;
    private final List<AbstractNativeReference> owned = new ArrayList<>();
    private final DBOptions database;

    RocksSettings(FamilyOptions adjustment) {
        this.adjustment = adjustment;
        this.database = own(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                .setWriteBufferManager(RocksMemory.instance().writeBuffers())
                .setMaxOpenFiles(RocksMemory.instance().addEngine())
                // With more shards each of them may keep a file open beyond the bound.
                .setTableCacheNumshardbits(0)
                .setMaxFileOpeningThreads(1)
                .setLogger(RocksMemory.instance().log())
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setAvoidFlushDuringShutdown(false)
                .setAllowConcurrentMemtableWrite(false)
                .setEnableWriteThreadAdaptiveYield(false);
    }

    DBOptions database() {
        return database;
    }

    /** The options of the family for meta records, which nobody adjusts. */
    ColumnFamilyOptions metaFamily() {
        return own(new ColumnFamilyOptions(own(defaults())));
    }

    /** The options of a store's family. */
    ColumnFamilyOptions family(String storeName) {
        Options options = own(defaults());
        adjustment.adjust(storeName, options);
        return own(new ColumnFamilyOptions(options));
    }

    private Options defaults() {
        Options options = new Options()
                .setArenaBlockSize(ARENA_BLOCK_BYTES)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true);
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(RocksMemory.instance().cache())
                .setCacheIndexAndFilterBlocks(true)
                .setPinTopLevelIndexAndFilter(true)
                .setFilterPolicy(own(new BloomFilter(10)))
                .setFormatVersion(5);
        return options.setTableFormatConfig(table);
    }

    private <T extends AbstractNativeReference> T own(T reference) {
        owned.add(reference);
        return reference;
    }

    @Override
    public void close() {
        for (int i = owned.size() - 1; i >= 0; i--) {
            owned.get(i).close();
        }
        owned.clear();
        RocksMemory.instance().removeEngine();
    }
}
