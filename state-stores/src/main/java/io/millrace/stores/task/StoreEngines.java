package io.millrace.stores.task;

import io.millrace.errors.ProcessorStateException;
import io.millrace.stores.engine.EngineBatch;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.HeapEngine;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.ReadCacheBudget;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.StoreHome;
import io.millrace.stores.table.StreamProgress;
import io.millrace.stores.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engines of one task, which store's rows are in which family of which, and their meta records. Confined to the task's thread.
 */
final class StoreEngines implements AutoCloseable {

    private final @Nullable KeyValueEngine disk;
    private final KeyValueEngine heap;
    /** Stores that bring an engine along have none. */
    private final Map<StoreSlot, Integer> families = new LinkedHashMap<>();

    private StoreEngines(
            @Nullable KeyValueEngine disk, KeyValueEngine heap, List<StoreSlot> persistent, List<StoreSlot> others) {
        this.disk = disk;
        this.heap = heap;
        number(persistent);
        number(others);
    }

    /** Opens the engines; no database for a task without persistent stores. */
    static StoreEngines open(List<StoreSlot> stores, String directory, EngineFactory persistentEngines) {
        List<StoreSlot> persistent = held(stores, true);
        KeyValueEngine disk = persistent.isEmpty()
                ? null
                : persistentEngines.open(
                        directory, persistent.stream().map(StoreSlot::name).toList());
        List<StoreSlot> others = held(stores, false);
        return new StoreEngines(disk, new HeapEngine(others.size()), persistent, others);
    }

    /** The same engines for the stores of the task's next incarnation, which must be of the same names and kinds. This object is not to be used any more. */
    StoreEngines handOver(List<StoreSlot> successors) {
        StoreEngines next = new StoreEngines(disk, heap, held(successors, true), held(successors, false));
        if (!numbers(next).equals(numbers(this))) {
            throw new IllegalStateException("The engines of stores " + numbers(this)
                    + " cannot be handed over to a task with the stores " + numbers(next));
        }
        return next;
    }

    private static Map<String, Integer> numbers(StoreEngines engines) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        engines.families.forEach((slot, family) -> numbers.put(slot.name(), family));
        return numbers;
    }

    private static List<StoreSlot> held(List<StoreSlot> stores, boolean persistent) {
        return stores.stream()
                .filter(slot -> slot.store() instanceof BuiltInStore store
                        && !store.bringsEngine()
                        && store.persistent() == persistent)
                .toList();
    }

    private void number(List<StoreSlot> slots) {
        for (int i = 0; i < slots.size(); i++) {
            families.put(slots.get(i), i + 1);
        }
    }

    /** Whether the store's rows are in one of these engines. */
    boolean hold(StoreSlot slot) {
        return families.containsKey(slot);
    }

    /** Number of the store's family in the engine that has its rows. */
    int familyOf(StoreSlot slot) {
        return families.getOrDefault(slot, 1);
    }

    KeyValueEngine of(StoreSlot slot) {
        return slot.store().persistent() && disk != null ? disk : heap;
    }

    StoreHome home(
            StoreSlot slot, RecordCoordinates context, RecordCacheBudget recordCache, ReadCacheBudget readCache) {
        Integer family = families.get(slot);
        // Without a family the store brings its engine along; or it is one of the program's own that asks for a
        // built-in one
        // inside, which then is on the heap and lives as long as the task.
        KeyValueEngine engine = family == null ? new HeapEngine(1) : of(slot);
        return new StoreHome(
                slot.name(),
                engine,
                family == null ? 1 : family,
                slot.changelogTopic(),
                context,
                recordCache,
                readCache);
    }

    // ---- meta records
    // -------------------------------------------------------------------------------------------------------

    /** What the engine says about a store; null if it does not know it. */
    @Nullable
    StoreMeta readMeta(StoreSlot slot) {
        byte[] bytes = hold(slot) ? of(slot).get(KeyValueEngine.META, metaKey(slot)) : null;
        if (bytes == null) {
            return null;
        }
        return StoreMeta.decode(slot.name(), bytes);
    }

    /** Meta records by store, of an engine's records of that kind; such of another format are left out. */
    static Map<String, StoreMeta> metas(Map<String, byte[]> records) {
        Map<String, StoreMeta> metas = new HashMap<>();
        records.forEach((key, bytes) -> {
            if (key.indexOf('#') < 0 && StoreMeta.isReadable(bytes)) {
                metas.put(key, StoreMeta.decode(key, bytes));
            }
        });
        return metas;
    }

    /** Whether a store has no data of another changelog than the one that exists. */
    static boolean isOfSameTopic(StoreSlot slot, StoreMeta meta) {
        return !slot.isLogged()
                || meta.changelogOffset() < 0
                || meta.changelogTopicId().equals(slot.changelogTopicId());
    }

    /** Fails if a store has data of another changelog than the one that exists. */
    static void requireSameTopic(StoreSlot slot, StoreMeta meta) {
        if (!isOfSameTopic(slot, meta)) {
            throw new ProcessorStateException("The changelog '" + slot.changelogTopic() + "' of store '" + slot.name()
                    + "' is gone: the topic of that name that exists now is another one (id " + slot.changelogTopicId()
                    + ", the store belongs to id " + meta.changelogTopicId()
                    + "). The local state, at offset " + meta.changelogOffset() + " of the old topic and commit "
                    + meta.commitNumber()
                    + ", may be the only copy. Nothing was changed. To start empty, remove the task's state directory; to keep the state,"
                    + " restore the old topic.");
        }
    }

    /** Empties a store, and forgets what it stood for. */
    void clear(StoreSlot slot) {
        KeyValueEngine engine = of(slot);
        Integer family = families.get(slot);
        if (family == null) {
            return;
        }
        try (EngineBatch batch = engine.newBatch();
                EngineIterator last = engine.scan(family, null, null, ScanOrder.DESCENDING)) {
            if (last.isValid()) {
                byte[] key = last.key();
                batch.deleteRange(family, null, Arrays.copyOf(key, key.length + 1));
            }
            batch.delete(KeyValueEngine.META, metaKey(slot));
            batch.delete(KeyValueEngine.META, noteKey(slot));
            engine.write(batch);
        }
    }

    static void putMeta(EngineBatch batch, StoreSlot slot, long commitNumber, long wallMs) {
        StreamProgress progress = slot.table == null ? new StreamProgress() : slot.table.progress();
        StoreMeta meta = new StoreMeta(
                slot.changelogTopicId(),
                slot.changelogOffset,
                commitNumber,
                slot.logEpoch,
                wallMs,
                progress.committedStreamTimeMs(),
                progress.committedSequence());
        batch.put(KeyValueEngine.META, metaKey(slot), meta.encode());
        if (slot.note != null) {
            batch.put(KeyValueEngine.META, noteKey(slot), slot.note);
        }
    }

    /** '#' is not allowed in names of stores. */
    private static byte[] noteKey(StoreSlot slot) {
        return (slot.name() + "#note").getBytes(StandardCharsets.UTF_8);
    }

    /** What was noted with the last commit that the engine has; null if there is nothing. */
    byte @Nullable [] readNote(StoreSlot slot) {
        return hold(slot) ? of(slot).get(KeyValueEngine.META, noteKey(slot)) : null;
    }

    private static byte[] metaKey(StoreSlot slot) {
        return slot.name().getBytes(StandardCharsets.UTF_8);
    }

    // ---- writing
    // ------------------------------------------------------------------------------------------------------------

    /** Gives what the tables hold back to the engines, in one batch for each. */
    void apply(long commitNumber, long wallMs) {
        apply(heap, commitNumber, wallMs);
        if (disk != null) {
            apply(disk, commitNumber, wallMs);
        }
    }

    private void apply(KeyValueEngine engine, long commitNumber, long wallMs) {
        List<Table> changed = new ArrayList<>();
        try (EngineBatch batch = engine.newBatch()) {
            for (StoreSlot slot : families.keySet()) {
                if (of(slot) == engine && slot.table != null) {
                    slot.table.applyTo(batch);
                    putMeta(batch, slot, commitNumber, wallMs);
                    changed.add(slot.table);
                }
            }
            if (batch.count() > 0) {
                engine.write(batch);
            }
        }
        changed.forEach(Table::applied);
    }

    /** Gives what a table holds back to an engine that is not one of the task's. */
    static void applyNow(Table table) {
        KeyValueEngine engine = table.engine();
        try (EngineBatch batch = engine.newBatch()) {
            table.applyTo(batch);
            engine.write(batch);
        }
        engine.flush();
        table.applied();
    }

    /** Commits the tables of built-in stores inside a store of the program's own, and gives them their rows at once. */
    static void commitInner(StoreSlot slot) {
        for (Table inner : slot.inner) {
            inner.commit();
            applyNow(inner);
        }
    }

    /** Starts to make what was written survive a crash. */
    void flush() {
        if (disk != null) {
            disk.flush();
        }
    }

    /** Gives up what a killed process would lose. */
    void abandon() {
        heap.abandon();
        if (disk != null) {
            disk.abandon();
        }
    }

    @Override
    public void close() {
        heap.close();
        if (disk != null) {
            disk.close();
        }
    }
}
