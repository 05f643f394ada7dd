package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;

/** One partition of a store on this instance; of a global store there is one that has everything. Safe from any thread. */
public interface StorePartition {

    /** Number of the partition; 0 for a global store. */
    int number();

    /**
     * Opens it for reading, as it is committed now.
     *
     * @throws InvalidStateStoreException if it is being restored, or has moved or closed
     */
    StoreSnapshot open() throws InvalidStateStoreException;
}
