package io.millrace.stores.table;

import io.millrace.record.Headers;
import io.millrace.stores.engine.EngineBatch;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.ScanOrder;
import java.util.Collection;
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
    private final CommittedRows committed;
    private final Flushing flushing;

    private final SortedOverlay overlay = new SortedOverlay();

    /** Whether rows can be changed: not in a copy of another store. */
    private boolean isReadOnly;

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
        this.context = home.context();
        this.codec = codec;
        this.rows = new RowFormat(codec, stamps);
        this.layout = layout;
        this.entries = new EntryIndex(home.readCache());
        this.committed = new CommittedRows(home, rows, layout);
        this.flushing = new Flushing(this, dirty, home, caching);
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
        return committed.engine();
    }

    /** What is committed: in the engine, and held back from it. */
    public CommittedRows committed() {
        return committed;
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
        byte[] bytes = committed.inEngine(entry.key);
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
        byte[] bytes = committed.inEngine(entry.key);
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
        return committed.scan(unapplied(), from, toExclusive, order);
    }

    /** As {@link #scan(byte[], byte[], ScanOrder)}, with entries that {@link #deleteBehindCache} has returned. */
    public TableScan scanWith(
            Collection<TableEntry> shown, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
        var entriesAndShown = new ConcurrentSkipListMap<>(unapplied());
        for (TableEntry entry : shown) {
            entriesAndShown.put(entry.key, entry);
        }
        return committed.scan(entriesAndShown, from, toExclusive, order);
    }

    /** The entries that the engine does not have, by key. */
    private ConcurrentNavigableMap<byte[], TableEntry> unapplied() {
        return overlay.rows(committed.held(), dirty);
    }

    /** Number of keys: the engine's, which may be an estimate, corrected by what it does not have yet. */
    public long approximateEntries() {
        long count = committed.approximateEntriesInEngine();
        for (TableEntry entry : unapplied().values()) {
            boolean inEngine = committed.inEngine(entry.key) != null;
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
            committed.commit(entry);
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

    /** Bytes of held entries, about. */
    public long heldBytes() {
        return entries.pinnedBytes() - uncommittedBytes;
    }

    /** Adds what is held, in key order, to a batch. Call {@link #applied()} once the engine has it. Nothing may be dirty. */
    public void applyTo(EngineBatch batch) {
        assert dirty.isEmpty() : "commits are applied right after a commit, when nothing is dirty";
        committed.applyTo(batch, progress.committedStreamTimeMs());
    }

    /** The engine has what was held. */
    public void applied() {
        committed.applied(overlay);
        entries.unpinAll();
    }

    // ---- copies that follow another store
    // ------------------------------------------------------------------------------------

    /** Makes this the table of a copy, whose rows change in the engine only. */
    public void makeReadOnly() {
        isReadOnly = true;
        committed.expectRowsOfOthers();
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
        committed.restore(batch, tableKey, value == null ? null : codec.fromLogged(value, headers), timestampMs);
        if (participant != null) {
            participant.restored(tableKey, value != null);
        }
    }

    /** All records of a batch were added: what they let expire goes too. */
    public void restored(EngineBatch batch) {
        if (putLog != null) {
            commit();
            applyTo(batch);
            // Whoever reads the store sees restored rows in the engine.
            committed.dropPublished();
        } else {
            progress.flushed(progress.streamTimeMs());
            progress.commit();
            committed.expireIn(batch, progress.committedStreamTimeMs());
        }
    }
}
