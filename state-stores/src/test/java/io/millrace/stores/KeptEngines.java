package io.millrace.stores;

import io.millrace.stores.engine.EngineBatch;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.engine.HeapEngine;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.ScanOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Engines that keep what was written when they are closed, or when nobody closes them: a disk without a disk. */
final class KeptEngines implements EngineFactory {

    private final Map<String, KeyValueEngine> byDirectory = new HashMap<>();

    @Override
    public KeyValueEngine open(String directory, List<String> families) {
        return byDirectory.computeIfAbsent(directory, name -> new Kept(new HeapEngine(families.size())));
    }

    private record Kept(HeapEngine heap) implements KeyValueEngine {

        @Override
        public byte[] get(int family, byte[] key) {
            return heap.get(family, key);
        }

        @Override
        public EngineIterator scan(int family, byte[] from, byte[] toExclusive, ScanOrder order) {
            return heap.scan(family, from, toExclusive, order);
        }

        @Override
        public long approximateEntries(int family) {
            return heap.approximateEntries(family);
        }

        @Override
        public EngineSnapshot snapshot() {
            return heap.snapshot();
        }

        @Override
        public EngineBatch newBatch() {
            return heap.newBatch();
        }

        @Override
        public void write(EngineBatch batch) {
            heap.write(batch);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
