package io.millrace.stores.task;

import io.millrace.stores.table.ChangelogWriter;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the running transaction has changed in the stores of a task, over all their tables: how much it is, on its way downstream and to the changelogs, and dropped
 * again. What is decided is {@link TaskStores#commit}'s business. Owned by {@link TaskStores}; confined to the task's thread.
 */
final class TransactionBuffer implements AutoCloseable {

    private final Collection<StoreSlot> slots;
    private final SharedBound.Share uncommitted;

    /**
     * @param slots in the order in which their caches are flushed
     * @param uncommitted what of the bytes of all tasks is this one's; owned by the result
     */
    TransactionBuffer(Collection<StoreSlot> slots, SharedBound.Share uncommitted) {
        this.slots = slots;
        this.uncommitted = uncommitted;
    }

    /**
     * Forwards what the record caches hold back: one pass in flush order, then again while a pass made something dirty, which only processors that write to stores of
     * earlier ones can do. User code runs and may throw: the other stores are flushed still, and the first failure is thrown.
     */
    void flushCaches() {
        boolean again = true;
        while (again) {
            RuntimeException failure = null;
            for (StoreSlot slot : slots) {
                failure = flush(slot, failure);
            }
            if (failure != null) {
                throw failure;
            }
            again = hasUnforwarded();
        }
    }

    private static @Nullable RuntimeException flush(StoreSlot slot, @Nullable RuntimeException earlier) {
        if (slot.table == null) {
            return earlier;
        }
        try {
            slot.table.flushing().flush();
        } catch (RuntimeException e) {
            if (earlier == null) {
                return e;
            }
            earlier.addSuppressed(e);
        }
        return earlier;
    }

    private boolean hasUnforwarded() {
        for (StoreSlot slot : slots) {
            if (slot.table != null && slot.table.flushing().hasUnforwarded()) {
                return true;
            }
        }
        return false;
    }

    /** Hands the changes of every logged built-in store to its changelog. */
    void writeChangelogs(Function<StoreSlot, ChangelogWriter> changelogs) {
        for (StoreSlot slot : slots) {
            if (slot.isLogged() && slot.table != null && slot.table.isDirty()) {
                slot.table.writeChangelog(changelogs.apply(slot));
            }
        }
    }

    /** Whether a built-in store changed since the last commit. */
    boolean isDirty() {
        for (StoreSlot slot : slots) {
            if (slot.table != null && slot.table.isDirty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is so much that the task has to commit early: more than {@code ownMaxBytes}, or all tasks together have too much and this one the average at least. */
    boolean isOver(long ownMaxBytes) {
        long bytes = 0;
        for (StoreSlot slot : slots) {
            bytes += slot.table == null ? 0 : slot.table.uncommittedBytes();
        }
        uncommitted.set(bytes);
        return bytes > ownMaxBytes || uncommitted.isOver();
    }

    /** Drops everything. */
    void rewind() {
        uncommitted.set(0);
        for (StoreSlot slot : slots) {
            if (slot.table != null) {
                slot.table.rewind();
            }
        }
    }

    /** The tables were committed. */
    void committed() {
        uncommitted.set(0);
    }

    /** Gives back the task's share of what all tasks have together. Idempotent. */
    @Override
    public void close() {
        uncommitted.close();
    }
}
