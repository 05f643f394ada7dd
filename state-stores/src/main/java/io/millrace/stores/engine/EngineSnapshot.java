package io.millrace.stores.engine;

import io.millrace.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The data of an engine as it was at one moment. Safe from any thread. It lives as long as somebody holds on to it, at most until the engine is closed: from then
 * on every read throws {@link InvalidStateStoreException}, also one of a scan that is under way.
 */
public interface EngineSnapshot {

    byte @Nullable [] get(int family, byte[] key);

    /** As {@link KeyValueEngine#scan}. The scan itself is confined to one thread. */
    EngineIterator scan(int family, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order);

    /** Number of entries of a family; may be an estimate. */
    long approximateEntries(int family);

    /** Holds on to it: one more {@link #release} is due. Only by who knows that it is held. */
    void retain();

    /** Lets go of it; the last one to do so frees it. */
    void release();
}
