package io.millrace.stores.table;

import io.millrace.record.Headers;
import org.jspecify.annotations.Nullable;

/** An entry, and the counts of its table, as they were before a change that may have to be taken back. Immutable. */
final class EntryBefore {

    final TableEntry entry;
    final @Nullable TableEntry dirtyPrevious;
    final @Nullable TableEntry firstUnforwarded;
    final @Nullable Object value;
    final long uncommittedBytes;
    final long pinnedBytes;
    final long unforwardedBytes;
    private final int flags;
    private final long timestamp;
    private final @Nullable Object committedValue;
    private final long committedTimestamp;
    private final @Nullable Object forwardedValue;
    private final @Nullable String contextTopic;
    private final int contextPartition;
    private final long contextOffset;
    private final long contextTimestamp;
    private final @Nullable Headers contextHeaders;

    EntryBefore(
            TableEntry entry,
            @Nullable TableEntry firstUnforwarded,
            long uncommittedBytes,
            long pinnedBytes,
            long unforwardedBytes) {
        this.entry = entry;
        this.firstUnforwarded = firstUnforwarded;
        this.uncommittedBytes = uncommittedBytes;
        this.pinnedBytes = pinnedBytes;
        this.unforwardedBytes = unforwardedBytes;
        dirtyPrevious = entry.dirtyPrevious;
        value = entry.value;
        flags = entry.flags;
        timestamp = entry.timestamp;
        committedValue = entry.committedValue;
        committedTimestamp = entry.committedTimestamp;
        forwardedValue = entry.forwardedValue;
        contextTopic = entry.contextTopic;
        contextPartition = entry.contextPartition;
        contextOffset = entry.contextOffset;
        contextTimestamp = entry.contextTimestamp;
        contextHeaders = entry.contextHeaders;
    }

    boolean wasDirty() {
        return (flags & TableEntry.DIRTY) != 0;
    }

    /** Puts back everything but the value, whose size the table counts, and the links, which are the dirty list's. */
    void putBack() {
        entry.flags = flags;
        entry.timestamp = timestamp;
        entry.committedValue = committedValue;
        entry.committedTimestamp = committedTimestamp;
        entry.forwardedValue = forwardedValue;
        entry.contextTopic = contextTopic;
        entry.contextPartition = contextPartition;
        entry.contextOffset = contextOffset;
        entry.contextTimestamp = contextTimestamp;
        entry.contextHeaders = contextHeaders;
    }
}
