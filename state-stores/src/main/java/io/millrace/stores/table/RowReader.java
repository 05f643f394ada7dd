package io.millrace.stores.table;

import io.millrace.state.KeyValueIterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A store that can show {@link CommittedChanges} of its like as its interface shows rows. Confined to one thread, after {@code init}; what {@link #keysBetween} returns is
 * safe from any.
 */
public interface RowReader {

    /**
     * Which keys of the table belong to a range of keys, both ends inclusive, in the order of their serialized bytes; in window and session stores to a range of record
     * keys.
     *
     * @param from null: from the smallest
     * @param to null: to the largest
     */
    Predicate<byte[]> keysBetween(@Nullable Object from, @Nullable Object to);

    /** The rows of such a range. To be closed. */
    KeyValueIterator<?, ?> rowsBetween(@Nullable Object from, @Nullable Object to);

    /** What the store's interface shows of a key of the table. */
    Object shownKey(byte[] tableKey);

    /** What the store's interface shows of a value of the table; null for a deleted row. */
    @Nullable
    Object shownValue(@Nullable Object stored, long timestampMs);
}
