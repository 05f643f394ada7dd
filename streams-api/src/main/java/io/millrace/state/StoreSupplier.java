package io.millrace.state;

import io.millrace.processor.StateStore;

/**
 * Makes stores of one kind under one name.
 *
 * @param <T> type of the store
 */
public interface StoreSupplier<T extends StateStore> {

    /** Name of the stores. */
    String name();

    /** A new store at each call, not opened yet. */
    T get();

    /** The kind of store, for names of metrics. */
    String metricsScope();
}
