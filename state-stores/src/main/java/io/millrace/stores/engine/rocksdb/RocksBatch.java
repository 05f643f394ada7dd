package io.millrace.stores.engine.rocksdb;

import io.millrace.errors.ProcessorStateException;
import io.millrace.stores.engine.EngineBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** A write batch of RocksDB. */
final class RocksBatch implements EngineBatch {

    private static final byte[] SMALLEST = {};

    private final List<ColumnFamilyHandle> families;
    private final WriteBatch batch = new WriteBatch();

    RocksBatch(List<ColumnFamilyHandle> families) {
        this.families = families;
    }

    WriteBatch nativeBatch() {
        return batch;
    }

    @Override
    public void put(int family, byte[] key, byte[] value) {
        try {
            batch.put(families.get(family), key, value);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public void delete(int family, byte[] key) {
        try {
            batch.delete(families.get(family), key);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public void deleteRange(int family, byte @Nullable [] from, byte[] toExclusive) {
        try {
            batch.deleteRange(families.get(family), from == null ? SMALLEST : from, toExclusive);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private static ProcessorStateException failed(RocksDBException e) {
        return new ProcessorStateException("A change cannot be added to a batch: " + e.getMessage(), e);
    }

    @Override
    public int count() {
        return batch.count();
    }

    @Override
    public void close() {
        batch.close();
    }
}
