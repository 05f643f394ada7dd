package io.millrace.stores.table;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;

/**
 * What a task gives its built-in stores beyond the public {@code StateStoreContext}: the context that the runtime hands to {@code init} implements
 * both.
 */
public interface StoreEnvironment {

    /**
     * The environment that a task handed to {@code init}, or one without a task if the context comes from elsewhere.
     *
     * @param root the store that is being initialised, or what wraps it
     */
    static StoreEnvironment of(StateStoreContext context, StateStore root) {
        return context instanceof StoreEnvironment environment ? environment : new StandaloneEnvironment(context, root);
    }

    /** Where the store of that name keeps its data. */
    StoreHome home(String storeName);

    /** A write was dropped, since its time had expired: the task may count it. The store logs it. */
    default void countExpiredPut(String storeName) {}

    /** Makes the task commit, rewind and restore the table with the others. Called once per store, in its {@code init}. */
    void register(Table table);
}
