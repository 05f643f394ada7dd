package io.millrace.stores.table;

import org.jspecify.annotations.Nullable;

/**
 * A built-in window store that can be reached by key bytes, for operators on the hot path that have them already.
 *
 * @param <V> type of values, without their timestamps
 */
public interface ByteKeyedWindowStore<V> {

    /** What the store's key bytes are; null if its key serde is not a built-in one, and bytes made elsewhere must not be used. */
    @Nullable
    KeyFormat keyFormat();

    /**
     * The entry of a key and window; its value is up to date until the next call on the store. The bytes are copied if they are needed.
     *
     * @return null if the window has expired: it has no value, and a value put into it would be dropped
     */
    @Nullable
    TableEntry entry(byte[] array, int offset, int length, long windowStartMs);

    /** The value of an entry; null if it has none. */
    @Nullable
    V value(TableEntry entry);

    /** Changes the value of an entry that {@link #entry} returned just before. */
    void put(TableEntry entry, @Nullable V value, long timestampMs);
}
