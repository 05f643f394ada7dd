package io.millrace.stores.engine.rocksdb;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.ScanOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
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
    private final ColumnFamilyHandle family;
    private final Consumer<RocksScan> onClose;
    private volatile boolean closed;

    /**
     * @param options closed with the scan
     * @param onClose told once, after the scan has given up what is native
     */
    RocksScan(
            RocksDB database,
            ColumnFamilyHandle family,
            ReadOptions options,
            byte @Nullable [] from,
            byte @Nullable [] toExclusive,
            ScanOrder order,
            Consumer<RocksScan> onClose) {
        this.family = family;
        this.onClose = onClose;
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
        requireOpen();
        return iterator.key();
    }

    @Override
    public byte[] value() {
        requireOpen();
        return iterator.value();
    }

    @Override
    public void next() {
        requireOpen();
        if (order == ScanOrder.ASCENDING) {
            iterator.next();
        } else {
            iterator.prev();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new InvalidStateStoreException("A scan of the state stores in " + directory
                    + " is used after it was closed, by the program or together with its task.");
        }
    }

    /** The store that it goes over. While it is open. */
    String store() {
        try {
            return new String(family.getName(), StandardCharsets.UTF_8);
        } catch (RocksDBException e) {
            return "number " + family.getID();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            iterator.close();
            options.close();
            onClose.accept(this);
        }
    }
}
