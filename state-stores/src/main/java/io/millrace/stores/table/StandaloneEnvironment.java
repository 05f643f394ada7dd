package io.millrace.stores.table;

import io.millrace.processor.StateStoreContext;
import io.millrace.stores.engine.HeapEngine;

/**
 * The environment of a store that is used without a task, as unit tests of processors do with a mock context: on the heap, neither cached, logged
 * nor committed.
 */
final class StandaloneEnvironment implements StoreEnvironment {

    private static final long READ_CACHE_BYTES = 1 << 20;

    private final StateStoreContext context;

    StandaloneEnvironment(StateStoreContext context) {
        this.context = context;
    }

    @Override
    public StoreHome home(String storeName) {
        return new StoreHome(
                storeName,
                new HeapEngine(1),
                1,
                context.applicationId() + "-" + storeName + "-changelog",
                new RecordCoordinates(),
                new RecordCacheBudget(0),
                READ_CACHE_BYTES);
    }

    @Override
    public void register(Table table) {
        // Nobody commits: the table holds everything.
    }
}
