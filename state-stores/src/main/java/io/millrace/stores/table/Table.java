package io.millrace.stores.table;

import io.millrace.stores.engine.EngineBatch;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.ScanOrder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The table in front of one store (see the package page for the states of an entry). Confined to the thread that owns the task.
 *
 * <p>A hash table with chained buckets: an access costs one hash, one comparison of key bytes and no allocation when the key is there. Clean
 * entries are evicted by a clock hand that walks the buckets, so a read costs one bit and no relinking. Sorted access builds an index of the
 * entries that the engine does not have at the first scan, and keeps it from then on.
 */
public final class Table {

    private final StoreHome home;
    private final KeyValueEngine engine;
    private final int family;
    private final RecordCoordinates context;
    private final ValueCodec<?> codec;
    private final StampFormat stamps;

    private final EntryIndex entries;
    private final DirtyList dirty = new DirtyList();
    private long uncommittedBytes;
    private final List<TableEntry> held = new ArrayList<>();
    private final Flushing flushing;

    /** Entries that the engine does not have, by key; null until the first scan. */
    private @Nullable ConcurrentSkipListMap<byte[], TableEntry> overlay;

    /** False while the engine's family is known to be empty, so that looking there is needless. */
    private boolean engineHasData;

    /** Whether the engine and the changelog carry the value's own timestamp. */
    public enum StampFormat {
        /** Values only. */
        PLAIN,
        /** 8 bytes of timestamp before the value, in the engine. */
        TIMESTAMPED
    }

    public Table(StoreHome home, ValueCodec<?> codec, StampFormat stamps, boolean caching) {
        this.home = home;
        this.engine = home.engine();
        this.family = home.family();
        this.context = home.context();
        this.codec = codec;
        this.stamps = stamps;
        this.entries = new EntryIndex(home.readCacheBytes());
        this.flushing = new Flushing(this, dirty, home, caching);
        this.engineHasData = !isEngineEmpty();
    }

    private boolean isEngineEmpty() {
        try (var scan = engine.scan(family, null, null, ScanOrder.ASCENDING)) {
            return !scan.isValid();
        }
    }

    public String storeName() {
        return home.storeName();
    }

    /** The store's record cache. */
    public Flushing flushing() {
        return flushing;
    }

    // ---- access
    // -------------------------------------------------------------------------------------------------------------

    /** The entry of a key with its current value, made if it is not there. */
    public TableEntry entry(byte[] array, int offset, int length) {
        TableEntry entry = entryForWrite(array, offset, length);
        if (entry.is(TableEntry.UNKNOWN)) {
            load(entry);
        }
        return entry;
    }

    /** The entry of a key, made if it is not there; its current value may be unknown. */
    public TableEntry entryForWrite(byte[] array, int offset, int length) {
        return entries.findOrInsert(array, offset, length);
    }

    private void load(TableEntry entry) {
        byte[] bytes = engineHasData ? engine.get(family, entry.key) : null;
        if (bytes != null) {
            entry.timestamp = timestampOf(bytes);
            setValue(entry, valueOf(bytes));
        }
        entry.clear(TableEntry.UNKNOWN);
    }

    /** Changes the value of an entry; null deletes it. The entry must have been obtained by the last access to this table. */
    public void put(TableEntry entry, @Nullable Object stored, long timestampMs) {
        flushing.beforeChange(entry);
        if (entry.is(TableEntry.DIRTY)) {
            dirty.touch(entry);
        } else {
            becomeDirty(entry);
        }
        int sizeBefore = entry.valueBytes;
        setValue(entry, stored);
        entry.timestamp = timestampMs;
        entry.copyContext(context);
        int grown = entry.valueBytes - sizeBefore;
        entries.pin(grown);
        uncommittedBytes += grown;
        flushing.afterChange(entry);
    }

    private void becomeDirty(TableEntry entry) {
        if (entry.is(TableEntry.UNKNOWN)) {
            entry.clear(TableEntry.UNKNOWN);
            entry.set(TableEntry.COMMITTED_UNKNOWN);
        } else {
            entry.committedValue = entry.value;
            entry.committedTimestamp = entry.timestamp;
        }
        if (!entry.is(TableEntry.HELD)) {
            entries.pin(entry.sizeBytes());
            indexForScans(entry);
        }
        entry.set(TableEntry.DIRTY);
        uncommittedBytes += entry.sizeBytes();
        dirty.add(entry);
    }

    private void setValue(TableEntry entry, @Nullable Object stored) {
        int size = ValueCodec.sizeBytes(stored);
        entries.resized(size - entry.valueBytes);
        entry.valueBytes = size;
        entry.value = stored;
    }

    /** The committed value of a key whose entry does not know it, as the engine has it. */
    @Nullable
    Object engineValue(TableEntry entry) {
        byte[] bytes = engineHasData ? engine.get(family, entry.key) : null;
        return bytes == null ? null : valueOf(bytes);
    }

    private long timestampOf(byte[] engineBytes) {
        return stamps == StampFormat.TIMESTAMPED ? ByteBuffer.wrap(engineBytes).getLong() : -1;
    }

    private @Nullable Object valueOf(byte[] engineBytes) {
        return codec.fromBytes(
                stamps == StampFormat.TIMESTAMPED
                        ? Arrays.copyOfRange(engineBytes, Long.BYTES, engineBytes.length)
                        : engineBytes);
    }

    private byte @Nullable [] engineBytes(@Nullable Object stored, long timestampMs) {
        byte[] value = stored == null ? null : codec.toBytes(stored);
        return value == null ? null : engineBytes(stamps, value, timestampMs);
    }

    private static byte[] engineBytes(StampFormat stamps, byte[] value, long timestampMs) {
        if (stamps == StampFormat.PLAIN) {
            return value;
        }
        return ByteBuffer.allocate(Long.BYTES + value.length)
                .putLong(timestampMs)
                .put(value)
                .array();
    }

    // ---- scans and counts
    // ---------------------------------------------------------------------------------------------------

    /**
     * A scan over current values, absent keys left out.
     *
     * @param from first key; null: from the smallest
     * @param toExclusive key behind the last; null: to the largest
     */
    public TableScan scan(byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
        return new TableScan(
                overlay(), engine.scan(family, from, toExclusive, order), this::decode, from, toExclusive, order);
    }

    private TableScan.Row decode(byte[] key, byte[] engineBytes) {
        return new TableScan.Row(key, valueOf(engineBytes), timestampOf(engineBytes));
    }

    private ConcurrentSkipListMap<byte[], TableEntry> overlay() {
        ConcurrentSkipListMap<byte[], TableEntry> index = overlay;
        if (index == null) {
            index = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
            for (TableEntry entry : held) {
                index.put(entry.key, entry);
            }
            for (TableEntry entry = dirty.first(); entry != null; entry = entry.dirtyNext) {
                index.put(entry.key, entry);
            }
            overlay = index;
        }
        return index;
    }

    private void indexForScans(TableEntry entry) {
        if (overlay != null) {
            overlay.put(entry.key, entry);
        }
    }

    private void unindex(TableEntry entry) {
        if (overlay != null) {
            overlay.remove(entry.key);
        }
    }

    /** Number of keys: the engine's, which may be an estimate, corrected by what it does not have yet. */
    public long approximateEntries() {
        long count = engine.approximateEntries(family);
        for (TableEntry entry : overlay().values()) {
            boolean inEngine = engineHasData && engine.get(family, entry.key) != null;
            count += (entry.value == null ? 0 : 1) - (inEngine ? 1 : 0);
        }
        return Math.max(0, count);
    }

    // ---- commit and rewind
    // --------------------------------------------------------------------------------------------------

    /** Bytes of uncommitted changes, about. */
    public long uncommittedBytes() {
        return uncommittedBytes;
    }

    /** Whether something changed since the last commit. */
    public boolean isDirty() {
        return !dirty.isEmpty();
    }

    /** Hands one change per dirty key to the changelog, in the order of last updates. */
    public void writeChangelog(ChangelogWriter changelog) {
        for (TableEntry entry = dirty.first(); entry != null; entry = entry.dirtyNext) {
            byte[] value = entry.value == null ? null : codec.toBytes(entry.value);
            long timestampMs =
                    value != null && stamps == StampFormat.TIMESTAMPED ? entry.timestamp : entry.contextTimestamp;
            changelog.append(entry.key, value, Math.max(0, timestampMs), null);
        }
    }

    /** The transaction is decided: what was dirty is committed, and held until {@link #applyTo}. */
    public void commit() {
        TableEntry entry = dirty.first();
        while (entry != null) {
            TableEntry next = entry.dirtyNext;
            if (!entry.is(TableEntry.HELD)) {
                entry.set(TableEntry.HELD);
                held.add(entry);
            }
            settle(entry);
            entry = next;
        }
        dirty.clear();
        flushing.forgetAll();
        uncommittedBytes = 0;
    }

    private static void settle(TableEntry entry) {
        entry.clear(TableEntry.DIRTY
                | TableEntry.UNFORWARDED
                | TableEntry.COMMITTED_UNKNOWN
                | TableEntry.FORWARDED_UNKNOWN);
        entry.dirtyPrevious = null;
        entry.dirtyNext = null;
        entry.committedValue = null;
        entry.forwardedValue = null;
        entry.contextHeaders = null;
        entry.contextTopic = null;
    }

    /** Drops everything that is not committed. */
    public void rewind() {
        TableEntry entry = dirty.first();
        while (entry != null) {
            TableEntry next = entry.dirtyNext;
            rewind(entry);
            entry = next;
        }
        dirty.clear();
        flushing.forgetAll();
        uncommittedBytes = 0;
    }

    private void rewind(TableEntry entry) {
        boolean isHeld = entry.is(TableEntry.HELD);
        boolean isUnknown = entry.is(TableEntry.COMMITTED_UNKNOWN);
        if (!isHeld) {
            entries.pin(-entry.sizeBytes());
            unindex(entry);
        }
        int sizeBefore = entry.valueBytes;
        setValue(entry, isUnknown ? null : entry.committedValue);
        entry.timestamp = isUnknown ? 0 : entry.committedTimestamp;
        if (isHeld) {
            entries.pin(entry.valueBytes - sizeBefore);
        }
        settle(entry);
        if (isUnknown) {
            entry.set(TableEntry.UNKNOWN);
        }
    }

    /** Whether commits are held back from the engine. */
    public int heldEntries() {
        return held.size();
    }

    /** Bytes of held entries, about. */
    public long heldBytes() {
        return entries.pinnedBytes() - uncommittedBytes;
    }

    /** Adds what is held, in key order, to a batch. Call {@link #applied()} once the engine has it. Nothing may be dirty. */
    public void applyTo(EngineBatch batch) {
        assert dirty.isEmpty() : "commits are applied right after a commit, when nothing is dirty";
        held.sort(Comparator.comparing((TableEntry entry) -> entry.key, Arrays::compareUnsigned));
        for (TableEntry entry : held) {
            byte[] bytes = engineBytes(entry.value, entry.timestamp);
            if (bytes != null) {
                batch.put(family, entry.key, bytes);
            } else if (engineHasData) {
                batch.delete(family, entry.key);
            }
        }
    }

    /** The engine has what was held. */
    public void applied() {
        engineHasData |= !held.isEmpty();
        for (TableEntry entry : held) {
            entry.clear(TableEntry.HELD);
            unindex(entry);
        }
        held.clear();
        entries.unpinAll();
    }

    // ---- restore
    // ------------------------------------------------------------------------------------------------------------

    /** Adds a changelog record to a batch of the engine. Only before the task processes: the table must be empty. */
    public void restore(EngineBatch batch, byte[] key, byte @Nullable [] value, long timestampMs) {
        assert entries.isEmpty() : "a store is restored before it is used";
        if (value == null) {
            batch.delete(family, key);
        } else {
            batch.put(family, key, engineBytes(stamps, value, timestampMs));
        }
        engineHasData = true;
    }
}
