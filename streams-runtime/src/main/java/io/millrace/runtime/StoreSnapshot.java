package io.millrace.runtime;

import io.millrace.processor.StateStore;
import io.millrace.query.Position;

/**
 * A partition of a store as of one commit. Confined to one thread. Close it after use, with or after the last iterator of the store; from then on, and once the task
 * has left this instance, reads throw {@link io.millrace.errors.InvalidStateStoreException}.
 */
public interface StoreSnapshot extends AutoCloseable {

    /** A store of the same kind that can only be read. */
    StateStore store();

    /** The input offsets that it stands for. */
    Position position();

    /** Idempotent. */
    @Override
    void close();
}
