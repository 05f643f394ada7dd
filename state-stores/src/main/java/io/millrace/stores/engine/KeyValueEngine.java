package io.millrace.stores.engine;

import org.jspecify.annotations.Nullable;

/**
 * Sorted maps from bytes to bytes, in families, written in atomic batches.
 *
 * <p>Writing is confined to one thread at a time; reading is safe from any thread until {@link #close()}, and through a {@link #snapshot()} beyond it. Keys compare as unsigned bytes. Arrays
 * handed in or out are not changed afterwards by either side.
 *
 * <p>After a crash of the process or the machine an engine that keeps its data holds the effect of some prefix of the batches
 * written, at least of those before the last completed {@link #flush()}; never part of a batch.
 */
public interface KeyValueEngine extends AutoCloseable {

    /** Number of the family that holds meta records. The families of the stores follow, in the order in which they were asked for. */
    int META = 0;

    byte @Nullable [] get(int family, byte[] key);

    /**
     * A scan of the data as it is at this call.
     *
     * @param from first key; null: from the smallest
     * @param toExclusive key behind the last; null: to the largest
     */
    EngineIterator scan(int family, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order);

    /** Whether a family is known to have no entries; looking into it is needless then. */
    default boolean isEmpty(int family) {
        try (EngineIterator scan = scan(family, null, null, ScanOrder.ASCENDING)) {
            return !scan.isValid();
        }
    }

    /** The data as it is at this call, held once: {@link EngineSnapshot#release} is due. To be called by the writing thread. */
    EngineSnapshot snapshot();

    /** Number of entries of a family; may be an estimate. */
    long approximateEntries(int family);

    /** How large a family is. Safe from any thread at any time: a closed engine has nothing. */
    default EngineSizes sizes(int family) {
        return EngineSizes.NONE;
    }

    /** An empty batch. Close it after use. */
    EngineBatch newBatch();

    /** Applies a batch as a whole. */
    void write(EngineBatch batch);

    /** Starts to make what was written so far survive a crash, all families at once; may finish in the background. */
    void flush();

    /** Flushes, waits for it and gives up resources. Idempotent. */
    @Override
    void close();

    /** Gives up resources without flushing, so that what is left is what a killed process leaves behind. Idempotent. */
    default void abandon() {
        close();
    }
}
