package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.StateStore;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.state.Windowed;
import io.millrace.stores.table.CachedStore;
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

    private ChangeOutput(ProcessorContext<Object, Object> context, boolean sendsOldValues, boolean cached) {
        this.context = context;
        this.sendsOldValues = sendsOldValues;
        this.cached = cached;
    }

    ChangeOutput(ProcessorContext<Object, Object> context, TableStore store, boolean sendsOldValues) {
        this(
                context,
                sendsOldValues,
                listen(store.store(), new Flush(context, headers(store.store())), sendsOldValues));
    }

    /** For a windowed table. */
    static ChangeOutput ofWindows(ProcessorContext<Object, Object> context, WindowRows rows, boolean sendsOldValues) {
        Flush flush = new Flush(context, headers(rows.store()));
        return new ChangeOutput(context, sendsOldValues, listen(rows.store(), flush, sendsOldValues));
    }

    /** For a table of sessions, whose changes have the time of their session's end. */
    static ChangeOutput ofSessions(ProcessorContext<Object, Object> context, SessionRows rows, boolean sendsOldValues) {
        SessionFlush flush = new SessionFlush(new Flush(context, headers(rows.store())));
        return new ChangeOutput(context, sendsOldValues, listen(rows.store(), flush, sendsOldValues));
    }

    @SuppressWarnings("unchecked") // the DSL gave store and operator the same types
    private static boolean listen(StateStore store, FlushListener<Object, Object> listener, boolean sendsOldValues) {
        return store instanceof CachedStore<?, ?> cachedStore
                && ((CachedStore<Object, Object>) cachedStore).setFlushListener(listener, sendsOldValues);
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

    /** Forwards a change under a key of its own, unless the cache will. */
    void send(
            Object key,
            @Nullable Object newValue,
            @Nullable Object oldValue,
            long timestampMs,
            @Nullable Headers headers) {
        if (!cached) {
            Change<Object> change = new Change<>(newValue, sendsOldValues ? oldValue : null);
            context.forward(new Record<Object, Object>(key, change, timestampMs, headers));
        }
    }

    /** What headers changes have that a cache forwards. */
    private enum FlushHeaders {
        /** Those of the record that changed the row last. */
        OF_RECORD,
        /** None: those that a table of sessions keeps in a store with headers. */
        NONE
    }

    private static FlushHeaders headers(StateStore store) {
        return store instanceof SessionStoreWithHeaders<?, ?> ? FlushHeaders.NONE : FlushHeaders.OF_RECORD;
    }

    /** Called by the store's cache, under the record context of the entry that is flushed. */
    private record Flush(ProcessorContext<Object, Object> context, FlushHeaders headers)
            implements FlushListener<Object, Object> {

        @Override
        public void changed(Object key, @Nullable Object newValue, @Nullable Object oldValue, long timestampMs) {
            Headers used = headers == FlushHeaders.NONE ? new RecordHeaders() : ((NodeContext) context).headers();
            context.forward(new Record<>(key, new Change<>(newValue, oldValue), timestampMs, used));
        }
    }

    private record SessionFlush(Flush flush) implements FlushListener<Object, Object> {

        @Override
        public void changed(Object key, @Nullable Object newValue, @Nullable Object oldValue, long timestampMs) {
            flush.changed(key, newValue, oldValue, ((Windowed<?>) key).window().end());
        }
    }
}
