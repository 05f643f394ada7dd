package io.millrace.runtime;

import io.millrace.processor.StateStore;

/**
 * A kind of store as {@link StreamsRuntime#store} shows it. Those of the built-in stores are in {@link QueryableStoreTypes}; programs with stores of their own kind
 * write their own.
 *
 * @param <T> type through which the store is read
 */
public interface QueryableStoreType<T> {

    /** Whether a store is of this kind. */
    boolean accepts(StateStore stateStore);

    /** Makes one store of all partitions on this instance. It is used from any thread, and each access has to ask for the partitions anew. */
    T create(StoreProvider storeProvider, String storeName);
}
