package io.millrace.stores.engine.rocksdb;

import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.ScanOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A scan of one column family. RocksDB's iterator reads the data as it is when the iterator is made. */
final class RocksScan implements EngineIterator {

    private final ReadOptions options;
    private final RocksIterator iterator;
    private final byte @Nullable [] from;
    private final byte @Nullable [] toExclusive;
    private final ScanOrder order;
    private final String directory;
    private boolean closed;

    /**
     * @param options closed with the scan
     */
    RocksScan(
            RocksDB database,
            ColumnFamilyHandle family,
            ReadOptions options,
            byte @Nullable [] from,
            byte @Nullable [] toExclusive,
            ScanOrder order) {
        this.options = options;
        this.from = from;
        this.toExclusive = toExclusive;
        this.order = order;
        this.directory = database.getName();
        this.iterator = database.newIterator(family, options);
        seekToFirst();
    }

    private void seekToFirst() {
        if (order == ScanOrder.ASCENDING) {
            if (from == null) {
                iterator.seekToFirst();
            } else {
                iterator.seek(from);
            }
        } else if (toExclusive == null) {
            iterator.seekToLast();
        } else {
            iterator.seekForPrev(toExclusive);
            if (iterator.isValid() && Arrays.equals(iterator.key(), toExclusive)) {
                iterator.prev();
            }
        }
    }

    @Override
    public boolean isValid() {
        if (closed) {
            return false;
        }
        if (!iterator.isValid()) {
            try {
                iterator.status();
            } catch (RocksDBException e) {
                throw Damage.exceptionFor(
                        directory, e, "A scan of the state stores in " + directory + " failed: " + e.getMessage());
            }
            return false;
        }
        return order == ScanOrder.ASCENDING
                ? toExclusive == null || Arrays.compareUnsigned(iterator.key(), toExclusive) < 0
                : from == null || Arrays.compareUnsigned(iterator.key(), from) >= 0;
    }

    @Override
    public byte[] key() {
        return iterator.key();
    }

    @Override
    public byte[] value() {
        return iterator.value();
    }

    @Override
    public void next() {
        if (order == ScanOrder.ASCENDING) {
            iterator.next();
        } else {
            iterator.prev();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            iterator.close();
            options.close();
        }
    }
}
