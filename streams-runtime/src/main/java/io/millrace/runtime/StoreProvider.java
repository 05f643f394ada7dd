package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import java.util.List;

/** Gives a {@link QueryableStoreType} the partitions of a store on this instance. Safe from any thread. */
public interface StoreProvider {

    /**
     * The partitions as they are distributed now, in order of their numbers; never none.
     *
     * @throws InvalidStateStoreException if none is here, or one that was asked for is not
     */
    List<StorePartition> partitions(String storeName) throws InvalidStateStoreException;
}
