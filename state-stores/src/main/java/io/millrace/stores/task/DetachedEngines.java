package io.millrace.stores.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The engines of a task's stores between two of its incarnations in one process, for example when a standby becomes active. Whoever has it owns it: either it is
 * closed, or {@link TaskStores#reopen} takes it over. Confined to who has it; handing it to another thread is for a lock or a concurrent map to make safe.
 */
public final class DetachedEngines implements AutoCloseable {

    private @Nullable StoreEngines engines;

    DetachedEngines(StoreEngines engines) {
        this.engines = engines;
    }

    StoreEngines handOver(List<StoreSlot> successors) {
        StoreEngines mine = engines;
        if (mine == null) {
            throw new IllegalStateException("The engines were handed over or closed before");
        }
        StoreEngines next = mine.handOver(successors);
        engines = null;
        return next;
    }

    /** Closes the engines, unless they were handed over. Idempotent. */
    @Override
    public void close() {
        StoreEngines mine = engines;
        engines = null;
        if (mine != null) {
            mine.close();
        }
    }
}
