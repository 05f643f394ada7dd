package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.processor.StateStore;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.RowReader;
import io.millrace.stores.view.Replica;
import io.millrace.stores.view.ReplicaDefaults;
import io.millrace.stores.view.StoreView;
import io.millrace.stores.view.TaskView;
import io.millrace.stores.view.TaskViews;

/**
 * One partition of a store that can be subscribed to. Immutable.
 *
 * @param number of the partition
 * @param original the task's own store; only what it was built from may be looked at
 * @param views where the task publishes it
 */
record FollowedStore(String name, int number, BuiltInStore original, TaskViews views, ReplicaDefaults defaults) {

    /**
     * Checks the kind of the store.
     *
     * @throws IllegalArgumentException if it has no subscriptions
     */
    static BuiltInStore requireKind(String name, StateStore original) {
        if (!(original instanceof BuiltInStore store) || store.bringsEngine() || !(original instanceof RowReader)) {
            throw new IllegalArgumentException(
                    "Store '" + name + "' is a "
                            + original.getClass().getSimpleName()
                            + ", whose changes cannot be subscribed to: only those of key-value, window and session stores that Stores makes can. Query it instead.");
        }
        return store;
    }

    /** A store of the same kind that shows a view, which has to be held as long as the store's rows are read. */
    StateStore shown(TaskView view) {
        StoreView rows = view.store(name);
        if (rows == null) {
            throw new InvalidStateStoreException("Store '" + name + "' cannot be read from outside");
        }
        return Replica.pinned(original, rows, defaults);
    }

    RowReader reader(TaskView view) {
        return (RowReader) shown(view);
    }
}
