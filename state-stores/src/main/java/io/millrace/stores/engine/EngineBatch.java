package io.millrace.stores.engine;

import org.jspecify.annotations.Nullable;

/** Changes that are applied together, in the order in which they were added. Confined to one thread. */
public interface EngineBatch extends AutoCloseable {

    void put(int family, byte[] key, byte[] value);

    void delete(int family, byte[] key);

    /**
     * Deletes all entries of a range.
     *
     * @param from first key; null: from the smallest
     * @param toExclusive key behind the last
     */
    void deleteRange(int family, byte @Nullable [] from, byte[] toExclusive);

    /** Number of changes. */
    int count();

    @Override
    void close();
}
