package io.millrace.stores.table;

import io.millrace.processor.StateStore;
import java.util.Optional;

/**
 * A store whose data is in a {@link Table} over its task's engine: in RocksDB if {@link #persistent()}, else on the heap. The task commits, rewinds and
 * restores it; other stores restore themselves through their callback.
 */
public interface BuiltInStore extends StateStore {

    /** The store's table. Only after {@code init}. */
    Table table();

    /**
     * A new store that shows the same rows when it is initialised over a copy of them; empty if the store is not for reading by others. Safe from any thread.
     */
    default Optional<BuiltInStore> replica() {
        return Optional.empty();
    }

    /** Whether the table's committed rows are in an engine that the store brings along, which the task has no part in. */
    default boolean bringsEngine() {
        return false;
    }
}
