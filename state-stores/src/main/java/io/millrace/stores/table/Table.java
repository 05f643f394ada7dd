package io.millrace.stores.table;

import io.millrace.record.Headers;
import io.millrace.stores.engine.EngineBatch;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.ScanOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
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
    private final RowFormat rows;
    private final KeyLayout layout;
    private final StreamProgress progress = new StreamProgress();

    private final EntryIndex entries;
    private final DirtyList dirty = new DirtyList();
    private @Nullable CommitParticipant participant;
    private @Nullable PutLog putLog;
    private long uncommittedBytes;
    private final List<TableEntry> held = new ArrayList<>();
    private final Flushing flushing;

    private final SortedOverlay overlay = new SortedOverlay();

    /** The engine has no rows below this key; null if that is not known. */
    private byte @Nullable [] expiredBelow;

    /** Null unless commits are published to other threads. */
    private @Nullable List<TableScan.Row> published;

    /** Whether rows can be changed: not in a copy of another store. */
    private boolean isReadOnly;

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
        this(home, codec, stamps, KeyLayout.AS_LOGGED, caching);
    }

    public Table(StoreHome home, ValueCodec<?> codec, StampFormat stamps, KeyLayout layout, boolean caching) {
        this.home = home;
        this.engine = home.engine();
        this.family = home.family();
        this.context = home.context();
        this.codec = codec;
        this.rows = new RowFormat(codec, stamps);
        this.layout = layout;
        this.entries = new EntryIndex(home.readCache());
        this.flushing = new Flushing(this, dirty, home, caching);
        this.engineHasData = !engine.isEmpty(family);
        progress.noteIn(context);
    }

    public String storeName() {
        return home.storeName();
    }

    /** The store's record cache. */
    public Flushing flushing() {
        return flushing;
    }

    /** What the store has seen of stream time; committed and rewound with its rows. */
    public StreamProgress progress() {
        return progress;
    }

    /** Has state of the store beside its rows go along with the table; at most one. */
    public void join(CommitParticipant newParticipant) {
        assert participant == null : "a table has at most one participant";
        participant = newParticipant;
    }

    /** Has the changelog get what is in {@code log} instead of changed rows, and restored records go through it. Right after construction. */
    public void logPuts(PutLog log) {
        putLog = log;
        log.noteIn(context);
    }

    /** Evicts clean entries if the bound on them has become smaller. */
    public void trim() {
        entries.evictIfNeeded();
    }

    /** Where committed rows are. */
    public KeyValueEngine engine() {
        return engine;
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
            entry.timestamp = rows.timestampOf(bytes);
            setValue(entry, rows.valueOf(bytes));
        }
        entry.clear(TableEntry.UNKNOWN);
    }

    /** Changes the value of an entry; null deletes it. The entry must have been obtained by the last access to this table. */
    public void put(TableEntry entry, @Nullable Object stored, long timestampMs) {
        if (isReadOnly) {
            throw new UnsupportedOperationException("Store '" + storeName() + "' can only be read here");
        }
        remember(entry);
        flushing.beforeChange(entry);
        change(entry, stored, timestampMs);
        flushing.afterChange(entry);
    }

    private void change(TableEntry entry, @Nullable Object stored, long timestampMs) {
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
    }

    /** Deletes an entry without downstream being told: the store makes room. */
    public void deleteUnseen(TableEntry entry, long timestampMs) {
        remember(entry);
        change(entry, null, timestampMs);
    }

    /**
     * As {@link #deleteUnseen}, below the record cache.
     *
     * @return the entry as the cache still shows it; null if the cache has a later change of it, which is to be flushed
     */
    public @Nullable TableEntry deleteBehindCache(TableEntry entry, long timestampMs) {
        remember(entry);
        if (entry.is(TableEntry.UNFORWARDED)) {
            entry.clear(TableEntry.FORWARDED_UNKNOWN);
            entry.forwardedValue = null;
            return null;
        }
        TableEntry shown = new TableEntry(entry.key, entry.hash);
        shown.value = entry.value;
        shown.valueBytes = entry.valueBytes;
        shown.timestamp = entry.timestamp;
        change(entry, null, timestampMs);
        return shown;
    }

    /** The entry is about to change: what it is now can be put back if the record that is being processed is skipped. */
    void remember(TableEntry entry) {
        UndoLog undo = context.openUndo();
        if (undo != null) {
            EntryBefore before = new EntryBefore(
                    entry,
                    dirty.firstUnforwarded(),
                    uncommittedBytes,
                    entries.pinnedBytes(),
                    flushing.unforwardedBytes());
            undo.add(() -> putBack(before));
        }
    }

    private void putBack(EntryBefore before) {
        TableEntry entry = before.entry;
        if (entry.is(TableEntry.DIRTY)) {
            dirty.remove(entry);
        }
        setValue(entry, before.value);
        before.putBack();
        if (before.wasDirty()) {
            dirty.insertBehind(before.dirtyPrevious, entry);
        } else if (!entry.is(TableEntry.HELD)) {
            overlay.remove(entry);
        }
        dirty.unforwardedFrom(before.firstUnforwarded);
        uncommittedBytes = before.uncommittedBytes;
        entries.pin(before.pinnedBytes - entries.pinnedBytes());
        flushing.unforwardedBytesAre(before.unforwardedBytes);
    }

    /** Context of the records that change this table. */
    public RecordCoordinates context() {
        return context;
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
            overlay.add(entry);
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
        return bytes == null ? null : rows.valueOf(bytes);
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
        return scan(overlay.rows(held, dirty), from, toExclusive, order);
    }

    /** As {@link #scan(byte[], byte[], ScanOrder)}, with entries that {@link #deleteBehindCache} has returned. */
    public TableScan scanWith(
            Collection<TableEntry> shown, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
        var entriesAndShown = new ConcurrentSkipListMap<>(overlay.rows(held, dirty));
        for (TableEntry entry : shown) {
            entriesAndShown.put(entry.key, entry);
        }
        return scan(entriesAndShown, from, toExclusive, order);
    }

    private TableScan scan(
            ConcurrentNavigableMap<byte[], TableEntry> shown,
            byte @Nullable [] from,
            byte @Nullable [] toExclusive,
            ScanOrder order) {
        return new TableScan(shown, engine.scan(family, from, toExclusive, order), rows, from, toExclusive, order);
    }

    /** Number of keys: the engine's, which may be an estimate, corrected by what it does not have yet. */
    public long approximateEntries() {
        long count = engine.approximateEntries(family);
        for (TableEntry entry : overlay.rows(held, dirty).values()) {
            boolean inEngine = engineHasData && engine.get(family, entry.key) != null;
            count += (entry.value == null ? 0 : 1) - (inEngine ? 1 : 0);
        }
        return Math.max(0, count);
    }

    // ---- commit and rewind
    // --------------------------------------------------------------------------------------------------

    /** Bytes of uncommitted changes, about. */
    public long uncommittedBytes() {
        return uncommittedBytes + (putLog == null ? 0 : putLog.bytes());
    }

    /** Whether something changed since the last commit. */
    public boolean isDirty() {
        return !dirty.isEmpty();
    }

    /** Hands one change per dirty key to the changelog, in the order of last updates; or every put, if puts are logged. */
    public void writeChangelog(ChangelogWriter changelog) {
        if (putLog != null) {
            putLog.writeTo(changelog);
            return;
        }
        for (TableEntry entry = dirty.first(); entry != null; entry = entry.dirtyNext) {
            byte[] value = entry.value == null ? null : codec.toLogged(entry.value);
            long timestampMs = value != null && rows.hasTimestamps() ? entry.timestamp : entry.contextTimestamp;
            changelog.append(
                    layout.changelogKey(entry.key), value, Math.max(0, timestampMs), codec.headersOf(entry.value));
        }
    }

    /** The transaction is decided: what was dirty is committed, and held until {@link #applyTo}. */
    public void commit() {
        TableEntry entry = dirty.first();
        while (entry != null) {
            TableEntry next = entry.dirtyNext;
            if (published != null) {
                published.add(new TableScan.Row(entry.key, entry.value, entry.timestamp));
            }
            if (!entry.is(TableEntry.HELD)) {
                entry.set(TableEntry.HELD);
                held.add(entry);
            }
            settle(entry);
            entry = next;
        }
        dirty.clear();
        flushing.forgetAll();
        progress.commit();
        if (putLog != null) {
            putLog.clear();
        }
        if (participant != null) {
            participant.committed();
        }
        uncommittedBytes = 0;
    }

    /** From now on commits are collected for {@link #takePublished}. */
    public void publishCommits() {
        if (published == null) {
            published = new ArrayList<>();
        }
    }

    /** What is committed and the engine does not have; of entries that have changed since, the committed values. */
    public CommittedChanges heldChanges() {
        List<TableScan.Row> changes = new ArrayList<>(held.size());
        for (TableEntry entry : held) {
            changes.add(
                    entry.is(TableEntry.DIRTY)
                            ? new TableScan.Row(entry.key, entry.committedValue, entry.committedTimestamp)
                            : new TableScan.Row(entry.key, entry.value, entry.timestamp));
        }
        return new CommittedChanges(changes, rows);
    }

    /** What was committed since the last call; null if nothing was. */
    public @Nullable CommittedChanges takePublished() {
        List<TableScan.Row> changes = published;
        if (changes == null || changes.isEmpty()) {
            return null;
        }
        published = new ArrayList<>();
        return new CommittedChanges(changes, rows);
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
        progress.rewind();
        if (putLog != null) {
            putLog.clear();
        }
        if (participant != null) {
            participant.rewound();
        }
        uncommittedBytes = 0;
    }

    private void rewind(TableEntry entry) {
        boolean isHeld = entry.is(TableEntry.HELD);
        boolean isUnknown = entry.is(TableEntry.COMMITTED_UNKNOWN);
        if (!isHeld) {
            entries.pin(-entry.sizeBytes());
            overlay.remove(entry);
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
        byte[] liveFrom = expireIn(batch);
        for (TableEntry entry : held) {
            if (liveFrom != null && Arrays.compareUnsigned(entry.key, liveFrom) < 0) {
                continue;
            }
            byte[] bytes = rows.engineBytes(entry.value, entry.timestamp);
            if (bytes != null) {
                batch.put(family, entry.key, bytes);
            } else if (engineHasData) {
                batch.delete(family, entry.key);
            }
        }
    }

    /** Deletes what has expired; returns the key from which on rows live, null if none can have expired. */
    private byte @Nullable [] expireIn(EngineBatch batch) {
        byte[] liveFrom = layout.liveFrom(progress.committedStreamTimeMs());
        if (liveFrom != null && engineHasData && !Arrays.equals(liveFrom, expiredBelow)) {
            batch.deleteRange(family, null, liveFrom);
            expiredBelow = liveFrom;
        }
        return liveFrom;
    }

    /** The engine has what was held. */
    public void applied() {
        engineHasData |= !held.isEmpty();
        for (TableEntry entry : held) {
            entry.clear(TableEntry.HELD);
            overlay.remove(entry);
        }
        held.clear();
        entries.unpinAll();
    }

    // ---- copies that follow another store
    // ------------------------------------------------------------------------------------

    /** Makes this the table of a copy, whose rows change in the engine only. */
    public void makeReadOnly() {
        isReadOnly = true;
        engineHasData = true;
    }

    /** The engine has another row for this key now. */
    public void forget(byte[] key) {
        TableEntry entry = entries.find(key);
        if (entry != null) {
            setValue(entry, null);
            entry.set(TableEntry.UNKNOWN);
        }
    }

    /** The engine may have other rows for all keys now. */
    public void forgetAll() {
        entries.clear();
    }

    // ---- restore
    // ------------------------------------------------------------------------------------------------------------

    /**
     * Adds a changelog record to a batch of the engine. Only before the task processes: the table must be empty.
     *
     * @param headers of the changelog record; null if it has none
     */
    public void restore(
            EngineBatch batch, byte[] key, byte @Nullable [] value, long timestampMs, @Nullable Headers headers) {
        if (putLog != null) {
            putLog.replay(key, value, timestampMs);
            return;
        }
        assert entries.isEmpty() : "a store is restored before it is used";
        byte[] tableKey = layout.restoredKey(key, progress);
        if (tableKey == null) {
            return;
        }
        if (value == null) {
            batch.delete(family, tableKey);
        } else {
            batch.put(family, tableKey, rows.stamped(codec.fromLogged(value, headers), timestampMs));
        }
        engineHasData = true;
        if (participant != null) {
            participant.restored(tableKey, value != null);
        }
    }

    /** All records of a batch were added: what they let expire goes too. */
    public void restored(EngineBatch batch) {
        if (putLog != null) {
            commit();
            applyTo(batch);
            if (published != null) {
                // Whoever reads the store sees restored rows in the engine.
                published.clear();
            }
        } else {
            progress.flushed(progress.streamTimeMs());
            progress.commit();
            expireIn(batch);
        }
    }
}
