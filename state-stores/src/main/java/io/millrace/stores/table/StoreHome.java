package io.millrace.stores.table;

import io.millrace.stores.engine.HeapEngine;
import io.millrace.stores.engine.KeyValueEngine;

/**
 * Where a store's committed data is, and what its table may use. Immutable.
 *
 * @param family number of the store's family in {@code engine}
 * @param changelogTopic the name that serdes are told, whether the store is logged or not
 * @param readCache bound on clean entries, which the table shares
 */
public record StoreHome(
        String storeName,
        KeyValueEngine engine,
        int family,
        String changelogTopic,
        RecordCoordinates context,
        RecordCacheBudget recordCache,
        ReadCacheBudget readCache) {

    private static final long READ_CACHE_BYTES = 1 << 20;

    /** A home on the heap for a store without a task: no record cache, no record is being processed. */
    public static StoreHome withoutTask(String storeName, String applicationId) {
        return new StoreHome(
                storeName,
                new HeapEngine(1),
                1,
                applicationId + "-" + storeName + "-changelog",
                new RecordCoordinates(),
                new RecordCacheBudget(0),
                new ReadCacheBudget(READ_CACHE_BYTES));
    }

    /** This home with another engine for the rows, in its family 1. */
    public StoreHome in(KeyValueEngine other) {
        return new StoreHome(storeName, other, 1, changelogTopic, context, recordCache, readCache);
    }
}
