package io.millrace.state;

import io.millrace.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of a key-value store. Ranges are ordered by the bytes of the keys, and both ends belong to them; a
 * null end is open. Null keys throw {@code NullPointerException}. Iterators have to be closed.
 */
public interface ReadOnlyKeyValueStore<K, V> {

    /** The value of {@code key}, or null if there is none. */
    @Nullable
    V get(K key);

    /** Entries from {@code from} to {@code to}, ascending. */
    KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to);

    /** Entries from {@code to} down to {@code from}. */
    default KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        throw new UnsupportedOperationException(getClass().getName() + " cannot scan a range backwards");
    }

    /** All entries, ascending. */
    KeyValueIterator<K, V> all();

    /** All entries, descending. */
    default KeyValueIterator<K, V> reverseAll() {
        throw new UnsupportedOperationException(getClass().getName() + " cannot scan backwards");
    }

    /** Entries whose key bytes begin with the bytes of {@code prefix}, ascending. */
    default <PS extends Serializer<P>, P> KeyValueIterator<K, V> prefixScan(P prefix, PS prefixKeySerializer) {
        throw new UnsupportedOperationException(getClass().getName() + " cannot scan by prefix");
    }

    /** About how many entries there are; may be off in either direction. */
    long approximateNumEntries();
}
