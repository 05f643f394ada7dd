package io.millrace.simulation;

import io.millrace.stores.engine.EngineBatch;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.engine.HeapEngine;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.ScanOrder;
import io.millrace.time.Randomness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Engines that survive crashes as RocksDB without its own log and with atomic flush does: with some prefix of the batches that were written, at least those before the
 * last flush, never part of a batch.
 */
final class SimEngines {

    private static final byte[] NOTHING = {};

    private final Randomness random;
    private final Mutant mutant;
    private final Faults faults;
    private final Map<String, Data> byDirectory = new TreeMap<>();

    /** What an engine has been told, by batch. */
    private static final class Data {
        final List<List<Change>> batches = new ArrayList<>();
        int families;
        int flushed;
        int cleared;
    }

    /**
     * @param deleted the row that goes, if it is one; else empty
     */
    private record Change(int family, byte[] deleted, Consumer<EngineBatch> addTo) {}

    SimEngines(Randomness random, Mutant mutant, Faults faults) {
        this.random = random;
        this.faults = faults;
        this.mutant = mutant;
    }

    /** The process died, or the machine did. */
    void crash() {
        for (Data data : byDirectory.values()) {
            int kept = data.flushed + random.nextInt(data.batches.size() - data.flushed + 1);
            data.batches.subList(kept, data.batches.size()).clear();
            if (mutant == Mutant.ENGINE_LOSES_A_BATCH && kept > 1) {
                data.batches.remove(kept - 2);
            }
            data.flushed = data.batches.size();
        }
    }

    /** How many stores were emptied to be built anew: nothing else removes a meta record. */
    int rebuilds() {
        return byDirectory.values().stream().mapToInt(data -> data.cleared).sum();
    }

    /** What engines with one store have, after a crash: which rows belong to which of several stores cannot be told from outside. */
    List<Survivor> survivors() {
        List<Survivor> survivors = new ArrayList<>();
        byDirectory.forEach((directory, data) -> {
            KeyValueEngine heap = new HeapEngine(Math.max(1, data.families));
            data.batches.forEach(changes -> replay(heap, changes));
            Map<String, byte[]> metas = rows(heap, KeyValueEngine.META);
            metas.keySet().removeIf(name -> name.endsWith("#note"));
            if (metas.size() == 1 && data.families == 1) {
                metas.forEach((store, meta) -> survivors.add(new Survivor(directory, store, meta, rows(heap, 1))));
            }
        });
        return survivors;
    }

    /**
     * A store as an engine has it.
     *
     * @param meta says what it stands for
     * @param rows by key, each byte one character
     */
    record Survivor(String directory, String store, byte[] meta, Map<String, byte[]> rows) {}

    private static Map<String, byte[]> rows(KeyValueEngine heap, int family) {
        Map<String, byte[]> rows = new TreeMap<>();
        try (EngineIterator all = heap.scan(family, null, null, ScanOrder.ASCENDING)) {
            while (all.isValid()) {
                rows.put(new String(all.key(), StandardCharsets.ISO_8859_1), all.value());
                all.next();
            }
        }
        return rows;
    }

    /** Engines as one life of the application sees them. */
    EngineFactory mount(CrashPoint crash) {
        return (directory, families) -> {
            Data data = byDirectory.computeIfAbsent(directory, path -> new Data());
            data.families = families.size();
            KeyValueEngine heap = new HeapEngine(families.size());
            data.batches.forEach(changes -> replay(heap, changes));
            return new Mounted(heap, data, crash, mutant, faults);
        };
    }

    private static void replay(KeyValueEngine heap, List<Change> changes) {
        try (EngineBatch batch = heap.newBatch()) {
            changes.forEach(change -> change.addTo().accept(batch));
            heap.write(batch);
        }
    }

    private record Mounted(KeyValueEngine heap, Data data, CrashPoint crash, Mutant mutant, Faults faults)
            implements KeyValueEngine {

        @Override
        public byte @Nullable [] get(int family, byte[] key) {
            return heap.get(family, key);
        }

        @Override
        public EngineIterator scan(int family, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
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
            return new Recorded();
        }

        @Override
        public void write(EngineBatch batch) {
            crash.pass("engine write");
            faults.engine();
            List<Change> changes = List.copyOf(((Recorded) batch).changes);
            for (Change change : changes) {
                if (change.family() == META && heap.get(META, change.deleted()) != null) {
                    data.cleared++;
                }
            }
            if (mutant == Mutant.META_BEFORE_DATA) {
                data.batches.add(changes.stream()
                        .filter(change -> change.family() == META)
                        .toList());
                data.batches.add(changes.stream()
                        .filter(change -> change.family() != META)
                        .toList());
            } else {
                data.batches.add(changes);
            }
            replay(heap, changes);
        }

        @Override
        public void flush() {
            crash.pass("engine flush");
            faults.engine();
            data.flushed = data.batches.size();
        }

        @Override
        public void close() {
            flush();
        }
    }

    private static final class Recorded implements EngineBatch {

        final List<Change> changes = new ArrayList<>();

        @Override
        public void put(int family, byte[] key, byte[] value) {
            changes.add(new Change(family, NOTHING, batch -> batch.put(family, key, value)));
        }

        @Override
        public void delete(int family, byte[] key) {
            changes.add(new Change(family, key, batch -> batch.delete(family, key)));
        }

        @Override
        public void deleteRange(int family, byte @Nullable [] from, byte[] toExclusive) {
            changes.add(new Change(family, NOTHING, batch -> batch.deleteRange(family, from, toExclusive)));
        }

        @Override
        public int count() {
            return changes.size();
        }

        @Override
        public void close() {}
    }
}
