package io.millrace.stores.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** An engine on the heap. Nothing survives the process. */
public final class HeapEngine implements KeyValueEngine {

    private final List<ConcurrentNavigableMap<byte[], byte[]>> families = new ArrayList<>();

    /**
     * @param storeCount number of families besides {@link #META}
     */
    public HeapEngine(int storeCount) {
        for (int i = 0; i <= storeCount; i++) {
            families.add(new ConcurrentSkipListMap<>(Arrays::compareUnsigned));
        }
    }

    @Override
    public byte @Nullable [] get(int family, byte[] key) {
        return families.get(family).get(key);
    }

    @Override
    public EngineIterator scan(int family, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
        if (from != null && toExclusive != null && Arrays.compareUnsigned(from, toExclusive) >= 0) {
            return new SortedRows(Map.<byte[], byte[]>of().entrySet().iterator());
        }
        ConcurrentNavigableMap<byte[], byte[]> range = families.get(family);
        if (from != null) {
            range = range.tailMap(from, true);
        }
        if (toExclusive != null) {
            range = range.headMap(toExclusive, false);
        }
        if (order == ScanOrder.DESCENDING) {
            range = range.descendingMap();
        }
        return new SortedRows(range.entrySet().iterator());
    }

    @Override
    public long approximateEntries(int family) {
        return families.get(family).size();
    }

    @Override
    public EngineBatch newBatch() {
        return new HeapBatch();
    }

    @Override
    public void write(EngineBatch batch) {
        for (Runnable change : ((HeapBatch) batch).changes) {
            change.run();
        }
    }

    @Override
    public void flush() {
        // There is nothing that could survive.
    }

    @Override
    public void close() {
        families.forEach(Map::clear);
    }

    private final class HeapBatch implements EngineBatch {

        private final List<Runnable> changes = new ArrayList<>();

        @Override
        public void put(int family, byte[] key, byte[] value) {
            changes.add(() -> families.get(family).put(key, value));
        }

        @Override
        public void delete(int family, byte[] key) {
            changes.add(() -> families.get(family).remove(key));
        }

        @Override
        public void deleteRange(int family, byte @Nullable [] from, byte[] toExclusive) {
            changes.add(() -> {
                ConcurrentNavigableMap<byte[], byte[]> map = families.get(family);
                (from == null ? map.headMap(toExclusive, false) : map.subMap(from, true, toExclusive, false)).clear();
            });
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
