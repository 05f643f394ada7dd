package io.millrace.dsl;

import org.jspecify.annotations.Nullable;

/**
 * A table that every instance holds whole, so that a stream can be joined with it by any key. It is complete before processing begins and is updated without regard
 * to the times of the streams it is joined with.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public interface GlobalKTable<K, V> {

    /** Name of the store for queries; null if the table cannot be queried. */
    @Nullable
    String queryableStoreName();
}
