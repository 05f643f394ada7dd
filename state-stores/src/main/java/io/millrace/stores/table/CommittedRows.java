package io.millrace.stores.table;

import io.millrace.stores.engine.EngineBatch;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.ScanOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * The committed rows of one table: those that the engine has, and those held back from it, which its entries have. Takes them from the table at a commit, writes them to the
 * engine in one batch when it is time, and collects them for other threads if they are wanted. Owned by the {@link Table}; confined to the task's thread.
 */
public final class CommittedRows {

    private final KeyValueEngine engine;
    private final int family;
    private final RowFormat rows;
    private final KeyLayout layout;

    private final List<TableEntry> held = new ArrayList<>();

    /** The engine has no rows below this key; null if that is not known. */
    private byte @Nullable [] expiredBelow;

    /** Null unless commits are published to other threads. */
    private @Nullable List<TableScan.Row> published;

    /** False while the engine's family is known to be empty, so that looking there is needless. */
    private boolean engineHasData;

    CommittedRows(StoreHome home, RowFormat rows, KeyLayout layout) {
        this.engine = home.engine();
        this.family = home.family();
        this.rows = rows;
        this.layout = layout;
        this.engineHasData = !engine.isEmpty(family);
    }

    KeyValueEngine engine() {
        return engine;
    }

    // ---- what the engine has
    // -------------------------------------------------------------------------------------------------

    /** The row of a key as the engine has it; null if it has none. */
    byte @Nullable [] inEngine(byte[] key) {
        return engineHasData ? engine.get(family, key) : null;
    }

    /** Number of keys in the engine, which may be an estimate. */
    long approximateEntriesInEngine() {
        return engine.approximateEntries(family);
    }

    /**
     * A scan over the engine's rows, and entries that go before them.
     *
     * @param from first key; null: from the smallest
     * @param toExclusive key behind the last; null: to the largest
     */
    TableScan scan(
            ConcurrentNavigableMap<byte[], TableEntry> shown,
            byte @Nullable [] from,
            byte @Nullable [] toExclusive,
            ScanOrder order) {
        return new TableScan(shown, engine.scan(family, from, toExclusive, order), rows, from, toExclusive, order);
    }

    /** The engine may get rows that are not from this table. */
    void expectRowsOfOthers() {
        engineHasData = true;
    }

    // ---- what is held back from it
    // -------------------------------------------------------------------------------------------

    /** Entries that are committed, and that the engine does not have. */
    List<TableEntry> held() {
        return held;
    }

    /** The dirty entry is committed as it is now. */
    void commit(TableEntry entry) {
        if (published != null) {
            published.add(new TableScan.Row(entry.key, entry.value, entry.timestamp));
        }
        if (!entry.is(TableEntry.HELD)) {
            entry.set(TableEntry.HELD);
            held.add(entry);
        }
    }

    /**
     * Adds what is held, in key order, to a batch, and deletes what has expired.
     *
     * @param streamTimeMs that is committed
     */
    void applyTo(EngineBatch batch, long streamTimeMs) {
        held.sort(Comparator.comparing((TableEntry entry) -> entry.key, Arrays::compareUnsigned));
        byte[] liveFrom = expireIn(batch, streamTimeMs);
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
    byte @Nullable [] expireIn(EngineBatch batch, long streamTimeMs) {
        byte[] liveFrom = layout.liveFrom(streamTimeMs);
        if (liveFrom != null && engineHasData && !Arrays.equals(liveFrom, expiredBelow)) {
            batch.deleteRange(family, null, liveFrom);
            expiredBelow = liveFrom;
        }
        return liveFrom;
    }

    /** The engine has what was held; the overlay of scans does not show it any more. */
    void applied(SortedOverlay overlay) {
        engineHasData |= !held.isEmpty();
        for (TableEntry entry : held) {
            entry.clear(TableEntry.HELD);
            overlay.remove(entry);
        }
        held.clear();
    }

    /**
     * Adds a row that is restored to a batch.
     *
     * @param value serialised; null deletes the row
     */
    void restore(EngineBatch batch, byte[] key, byte @Nullable [] value, long timestampMs) {
        if (value == null) {
            batch.delete(family, key);
        } else {
            batch.put(family, key, rows.stamped(value, timestampMs));
        }
        engineHasData = true;
    }

    // ---- for other threads
    // ---------------------------------------------------------------------------------------------------

    /** From now on commits are collected for {@link #takePublished}. */
    public void publish() {
        if (published == null) {
            published = new ArrayList<>();
        }
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

    /** What was committed since {@link #takePublished} is not for others: they see it in the engine. */
    void dropPublished() {
        if (published != null) {
            published.clear();
        }
    }

    /** What is committed and the engine does not have; of entries that have changed since, the committed values. Null if there is nothing. */
    public @Nullable CommittedChanges heldChanges() {
        if (held.isEmpty()) {
            return null;
        }
        List<TableScan.Row> changes = new ArrayList<>(held.size());
        for (TableEntry entry : held) {
            changes.add(
                    entry.is(TableEntry.DIRTY)
                            ? new TableScan.Row(entry.key, entry.committedValue, entry.committedTimestamp)
                            : new TableScan.Row(entry.key, entry.value, entry.timestamp));
        }
        return new CommittedChanges(changes, rows);
    }
}
