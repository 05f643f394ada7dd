package io.millrace.stores.user;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.stores.engine.EngineBatch;
import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.LiveSnapshot;
import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.engine.SortedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One family of rows that is kept in a store of the program's own. Such stores promise no order, and may lack scans backwards: so a scan reads what may be in
 * its range and sorts it. Confined to the task's thread.
 *
 * @param <T> type of the program's store
 */
public abstract class UserEngine<T extends StateStore> implements KeyValueEngine {

    private final T store;

    protected UserEngine(T store) {
        this.store = store;
    }

    /** The program's store. */
    protected final T store() {
        return store;
    }

    /**
     * Opens the program's store.
     *
     * @param root the built-in store above it
     */
    public final void open(StateStoreContext context, StateStore root) {
        store.init(context, root);
    }

    /** Sets a row; null deletes it. */
    protected abstract void put(byte[] key, byte @Nullable [] value);

    /** Deletes all rows before a key. May leave that to the store, if it has an expiry of its own. */
    protected abstract void deleteBefore(byte[] toExclusive);

    /** Reads rows into a sorted map, at least those of the range. */
    protected abstract void read(
            byte @Nullable [] from, byte @Nullable [] toExclusive, NavigableMap<byte[], byte[]> rows);

    @Override
    public final EngineIterator scan(
            int family, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
        NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
        if (from == null || toExclusive == null || Arrays.compareUnsigned(from, toExclusive) < 0) {
            read(from, toExclusive, rows);
        }
        NavigableMap<byte[], byte[]> range = rows;
        if (from != null) {
            range = range.tailMap(from, true);
        }
        if (toExclusive != null) {
            range = range.headMap(toExclusive, false);
        }
        return new SortedRows((order == ScanOrder.ASCENDING ? range : range.descendingMap())
                .entrySet()
                .iterator());
    }

    @Override
    public final EngineSnapshot snapshot() {
        return new LiveSnapshot(this);
    }

    @Override
    public final EngineBatch newBatch() {
        return new Changes();
    }

    @Override
    public final void write(EngineBatch batch) {
        for (Change change : ((Changes) batch).changes) {
            if (change.isRange()) {
                deleteBefore(change.key());
            } else {
                put(change.key(), change.value());
            }
        }
    }

    @Override
    public final void flush() {
        store.commit(Map.of());
    }

    @Override
    public final void close() {
        store.close();
    }

    private record Change(byte[] key, byte @Nullable [] value, boolean isRange) {}

    private static final class Changes implements EngineBatch {

        private final List<Change> changes = new ArrayList<>();

        @Override
        public void put(int family, byte[] key, byte[] value) {
            changes.add(new Change(key, value, false));
        }

        @Override
        public void delete(int family, byte[] key) {
            changes.add(new Change(key, null, false));
        }

        @Override
        public void deleteRange(int family, byte @Nullable [] from, byte[] toExclusive) {
            if (from != null) {
                throw new UnsupportedOperationException(
                        "Rows of a program's store expire from the smallest key on only");
            }
            changes.add(new Change(toExclusive, null, true));
        }

        @Override
        public int count() {
            return changes.size();
        }

        @Override
        public void close() {
            changes.clear();
        }
    }
}
