package io.millrace.stores.table;

import io.millrace.processor.StateStore;

/**
 * A store whose data is in a {@link Table} over its task's engine: in RocksDB if {@link #persistent()}, else on the heap. The task commits, rewinds and
 * restores it; other stores restore themselves through their callback.
 */
public interface BuiltInStore extends StateStore {

    /** The store's table. Only after {@code init}. */
    Table table();

    /** Whether the table's committed rows are in an engine that the store brings along, which the task has no part in. */
    default boolean bringsEngine() {
        return false;
    }
}
