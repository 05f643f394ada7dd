package io.millrace.stores.task;

import io.millrace.record.Headers;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.SortedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Committed changelog records on their way into a store; they and their offset become part of it together. From {@link TaskStores#restore}; confined to the task's
 * thread.
 */
public final class RestoreBatch implements AutoCloseable {

    private final StoreSlot slot;
    private final KeyValueEngine engine;
    private final WriteBehind engines;
    private final SortedBatch batch;
    private long bytes;

    /** @param engine that the store's rows are in */
    RestoreBatch(StoreSlot slot, KeyValueEngine engine, WriteBehind engines) {
        this.slot = slot;
        this.engine = engine;
        this.engines = engines;
        this.batch = new SortedBatch(engine.newBatch());
    }

    /** Adds a record. The arrays are kept. */
    public void add(byte[] key, byte @Nullable [] value, long timestampMs) {
        add(key, value, timestampMs, null);
    }

    /** Adds a record with headers, which stores that keep them need. The arrays are kept. */
    public void add(byte[] key, byte @Nullable [] value, long timestampMs, @Nullable Headers headers) {
        bytes += key.length + (value == null ? 0 : value.length) + 1L;
        if (slot.table != null) {
            slot.table.restore(batch, key, value, timestampMs, headers);
        } else if (slot.restoreCallback != null) {
            slot.restoreCallback.restore(key, value);
        }
    }

    /** Applies the batch; the store now stands at {@code lastOffset}. */
    public void apply(long lastOffset) {
        slot.changelogOffset = lastOffset;
        if (slot.table != null) {
            slot.table.restored(batch);
        }
        engines.noteRestored(batch, slot);
        engine.write(batch.finish());
        engines.restored(bytes);
        StoreEngines.commitInner(slot);
        if (slot.table != null) {
            slot.table.applied();
        }
    }

    @Override
    public void close() {
        batch.close();
    }
}
