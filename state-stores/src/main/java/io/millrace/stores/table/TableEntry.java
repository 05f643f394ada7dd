package io.millrace.stores.table;

import io.millrace.record.Headers;
import org.jspecify.annotations.Nullable;

/** A key with its value and what happened to it since the last commit. Owned by one {@link Table}. */
public final class TableEntry {

    /** Fixed cost of an entry on the heap, about: the object, its key array and its slot. */
    static final int OVERHEAD_BYTES = 144;

    static final int DIRTY = 1;
    static final int UNFORWARDED = 2;
    static final int HELD = 4;
    static final int REFERENCED = 8;
    /** {@link #value} is not known: nobody has asked the engine yet. Never set on a dirty or held entry. */
    static final int UNKNOWN = 16;
    /** Of a dirty entry: the committed value is not known. */
    static final int COMMITTED_UNKNOWN = 32;
    /** Of an unforwarded entry: the value at the previous flush is not known, and is the committed one. */
    static final int FORWARDED_UNKNOWN = 64;

    final byte[] key;
    final int hash;
    int flags = UNKNOWN;

    /** Next entry of the same hash bucket. */
    @Nullable
    TableEntry bucketNext;

    @Nullable
    TableEntry dirtyPrevious;

    @Nullable
    TableEntry dirtyNext;

    /** The current value in stored form; null if the key is absent. */
    @Nullable
    Object value;
    /** Timestamp of {@link #value}, or of the record that deleted it; milliseconds. */
    long timestamp;
    /** Approximate size of {@link #value} in bytes. */
    int valueBytes;

    @Nullable
    Object committedValue;

    long committedTimestamp;

    @Nullable
    Object forwardedValue;

    @Nullable
    String contextTopic;

    int contextPartition;
    long contextOffset;
    long contextTimestamp;

    @Nullable
    Headers contextHeaders;

    TableEntry(byte[] key, int hash) {
        this.key = key;
        this.hash = hash;
    }

    /** The current value in stored form; null if the key is absent. */
    public @Nullable Object value() {
        return value;
    }

    /** Timestamp of the value in milliseconds; of the record that deleted it if there is none. */
    public long timestamp() {
        return timestamp;
    }

    /** The key; not to be written to. */
    public byte[] key() {
        return key;
    }

    boolean is(int flag) {
        return (flags & flag) != 0;
    }

    void set(int flag) {
        flags |= flag;
    }

    void clear(int flag) {
        flags &= ~flag;
    }

    /** Approximate size on the heap. */
    public int sizeBytes() {
        return OVERHEAD_BYTES + key.length + valueBytes;
    }

    void copyContext(RecordCoordinates context) {
        contextTopic = context.topic;
        contextPartition = context.partition;
        contextOffset = context.offset;
        contextTimestamp = context.timestamp;
        contextHeaders = context.headersIfAny();
    }
}
