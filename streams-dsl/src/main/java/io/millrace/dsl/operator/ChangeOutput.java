package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.stores.table.FlushListener;
import io.millrace.topology.dag.NodeContext;
import io.millrace.topology.dag.RawKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where the changes of a table with a store go: downstream at once, or, if the store has a record cache, when that is flushed. Set up in a processor's
 * {@code init}; confined to the task's thread.
 */
final class ChangeOutput {

    private final ProcessorContext<Object, Object> context;
    private final boolean sendsOldValues;
    private final boolean cached;

    ChangeOutput(ProcessorContext<Object, Object> context, TableStore store, boolean sendsOldValues) {
        this.context = context;
        this.sendsOldValues = sendsOldValues;
        this.cached = store.setFlushListener(new Flush(context), sendsOldValues);
    }

    /** Whether the record cache forwards; then {@link #send} does nothing. */
    boolean isCached() {
        return cached;
    }

    /** Forwards a change under the key and headers of the record that caused it, unless the cache will. */
    void send(
            Record<Object, ?> cause,
            @Nullable Object newValue,
            @Nullable Object oldValue,
            long timestampMs,
            boolean isLatest) {
        if (!cached) {
            Change<Object> change = new Change<>(newValue, sendsOldValues ? oldValue : null, isLatest);
            context.forward(RawKeyRecord.<Object, Object>copy(cause, change, timestampMs));
        }
    }

    /** Called by the store's cache, under the record context of the entry that is flushed. */
    private record Flush(ProcessorContext<Object, Object> context) implements FlushListener<Object, Object> {

        @Override
        public void changed(Object key, @Nullable Object newValue, @Nullable Object oldValue, long timestampMs) {
            context.forward(new Record<>(
                    key, new Change<>(newValue, oldValue), timestampMs, ((NodeContext) context).headers()));
        }
    }
}
