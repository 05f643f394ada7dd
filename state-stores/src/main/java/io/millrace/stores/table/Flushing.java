package io.millrace.stores.table;

import org.jspecify.annotations.Nullable;

/**
 * The record cache of one table: holds back what downstream sees, and forwards the last value of each changed key when it is flushed. When the
 * budget is exceeded, all unforwarded entries of the table that is being written are flushed.
 */
public final class Flushing {

    private final Table table;
    private final DirtyList dirty;
    private final RecordCoordinates context;
    private final RecordCacheBudget budget;
    private final boolean enabled;
    private boolean sendOldValues;
    private @Nullable Forwarder forwarder;
    private long unforwardedBytes;
    private @Nullable StoreBehind behind;

    /** A store behind the record cache that drops rows by itself, which it does when changes get to it; rows in the cache are shown still. */
    public interface StoreBehind {

        /** Whether the row of an entry is known to be gone; to be asked before {@link #flushed}. */
        boolean hasDropped(TableEntry entry);

        /** A change gets to the store. */
        void flushed(TableEntry entry);
    }

    /** Forwards one change; the record context is that of the change. */
    @FunctionalInterface
    public interface Forwarder {

        /**
         * @param oldStored value at the previous flush in stored form; null if there was none or old values are not wanted
         */
        void forward(TableEntry entry, @Nullable Object oldStored);
    }

    Flushing(Table table, DirtyList dirty, StoreHome home, boolean caching) {
        this.table = table;
        this.dirty = dirty;
        this.context = home.context();
        this.budget = home.recordCache();
        this.enabled = caching && budget.isEnabled();
    }

    /** Has old values be absent if the store behind the cache has dropped their row by the time it is flushed. */
    public void flushTo(StoreBehind newBehind) {
        behind = newBehind;
    }

    /** Whether changes are held back. */
    public boolean isEnabled() {
        return enabled;
    }

    /** Sets who forwards; returns whether this table caches. */
    public boolean setForwarder(Forwarder newForwarder, boolean oldValuesWanted) {
        if (enabled) {
            forwarder = newForwarder;
            sendOldValues = oldValuesWanted;
        }
        return enabled;
    }

    void beforeChange(TableEntry entry) {
        if (!enabled || entry.is(TableEntry.UNFORWARDED)) {
            return;
        }
        if (entry.is(TableEntry.UNKNOWN)) {
            entry.set(TableEntry.FORWARDED_UNKNOWN);
        } else {
            entry.forwardedValue = entry.value;
        }
    }

    void afterChange(TableEntry entry) {
        if (!enabled) {
            return;
        }
        if (!entry.is(TableEntry.UNFORWARDED)) {
            entry.set(TableEntry.UNFORWARDED);
            long bytes = entry.sizeBytes();
            unforwardedBytes += bytes;
            budget.add(bytes);
        }
        dirty.markUnforwarded(entry);
        if (budget.isExceeded()) {
            flush();
        }
    }

    /** Whether downstream has not seen everything. */
    public boolean hasUnforwarded() {
        return dirty.hasUnforwarded();
    }

    /** Forwards every held-back change, in the order of last updates, each under its own record context. */
    public void flush() {
        if (!dirty.hasUnforwarded()) {
            return;
        }
        var topic = context.topic;
        int partition = context.partition;
        long offset = context.offset;
        long timestamp = context.timestamp;
        var record = context.record;
        var headers = context.headers;
        UndoLog undo = context.openUndo();
        if (undo != null) {
            TableEntry first = dirty.firstUnforwarded();
            long before = unforwardedBytes;
            undo.add(() -> {
                dirty.unforwardedFrom(first);
                unforwardedBytesAre(before);
            });
        }
        try {
            for (TableEntry entry = dirty.pollUnforwarded(); entry != null; entry = dirty.pollUnforwarded()) {
                forward(entry);
            }
        } finally {
            context.set(topic, partition, offset, timestamp, headers);
            context.record = record;
        }
        budget.add(-unforwardedBytes);
        unforwardedBytes = 0;
    }

    private void forward(TableEntry entry) {
        if (!entry.is(TableEntry.UNFORWARDED)) {
            return; // deleted unseen, between entries that were changed
        }
        table.remember(entry);
        Object old = null;
        if (entry.value == null || sendOldValues) {
            old = oldValue(entry);
        }
        entry.clear(TableEntry.UNFORWARDED | TableEntry.FORWARDED_UNKNOWN);
        entry.forwardedValue = null;
        if (forwarder != null && entry.value == null && old == null) {
            return;
        }
        if (behind != null) {
            behind.flushed(entry);
        }
        if (forwarder == null) {
            return;
        }
        context.set(
                entry.contextTopic,
                entry.contextPartition,
                entry.contextOffset,
                entry.contextTimestamp,
                entry.contextHeaders);
        forwarder.forward(entry, sendOldValues ? old : null);
    }

    private @Nullable Object oldValue(TableEntry entry) {
        if (behind != null && behind.hasDropped(entry)) {
            return null;
        }
        return entry.is(TableEntry.FORWARDED_UNKNOWN) ? table.engineValue(entry) : entry.forwardedValue;
    }

    long unforwardedBytes() {
        return unforwardedBytes;
    }

    /** Puts the count back to what it was. */
    void unforwardedBytesAre(long bytes) {
        budget.add(bytes - unforwardedBytes);
        unforwardedBytes = bytes;
    }

    /** All entries were forwarded, or dropped, together with the dirty list. */
    void forgetAll() {
        budget.add(-unforwardedBytes);
        unforwardedBytes = 0;
    }
}
