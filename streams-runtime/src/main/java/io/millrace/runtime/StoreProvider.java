package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.InvalidStateStorePartitionException;
import java.util.Collection;
import java.util.List;

/** Gives a {@link QueryableStoreType} the partitions of a store on this instance. Safe from any thread. */
public interface StoreProvider {

    /**
     * The partitions as they are distributed now, in order of their numbers; never none.
     *
     * @throws InvalidStateStoreException if none is here, or one that was asked for or is to be here is not
     */
    List<StorePartition> partitions(String storeName) throws InvalidStateStoreException;

    /**
     * To be called before a program is told that a key is not in a store: checks that the key's partition is one of those that were looked at, as the default partitioner
     * distributes keys. Does nothing if all partitions were looked at, or one that the program named.
     *
     * @param key a record key; not that of a window
     * @throws InvalidStateStorePartitionException if it is on another instance
     */
    default void requirePartitionOf(Object key, String storeName, Collection<StorePartition> lookedAt)
            throws InvalidStateStorePartitionException {}
}
