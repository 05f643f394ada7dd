package io.millrace.dsl.operator;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.StateStore;
import io.millrace.record.RecordHeaders;
import io.millrace.state.AggregationWithHeaders;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.state.Windowed;
import org.jspecify.annotations.Nullable;

/** The store of a table of sessions, with or without headers. Set up in a processor's {@code init}; confined to the task's thread. */
final class SessionRows {

    private final SessionStore<Object, Object> store;
    private final boolean withHeaders;

    private SessionRows(SessionStore<Object, Object> store, boolean withHeaders) {
        this.store = store;
        this.withHeaders = withHeaders;
    }

    @SuppressWarnings("unchecked") // the DSL gave store and operator the same types
    static SessionRows of(ProcessorContext<?, ?> context, String name) {
        StateStore store = context.getStateStore(name);
        if (store instanceof SessionStore<?, ?> found) {
            return new SessionRows(
                    (SessionStore<Object, Object>) found, found instanceof SessionStoreWithHeaders<?, ?>);
        }
        throw new InvalidStateStoreException("Store '" + name + "' of a table of sessions must be a session store, but"
                + " is " + (store == null ? "unknown" : store.getClass().getName()));
    }

    StateStore store() {
        return store;
    }

    @Nullable
    Object get(Object key, long startMs, long endMs) {
        return aggregate(store.fetchSession(key, startMs, endMs));
    }

    void put(Windowed<Object> session, @Nullable Object aggregate) {
        store.put(session, withHeaders ? AggregationWithHeaders.make(aggregate, new RecordHeaders()) : aggregate);
    }

    void remove(Windowed<Object> session) {
        store.remove(session);
    }

    /** The sessions of a key that end at {@code earliestEndMs} or later and start at {@code latestStartMs} or earlier; to be closed. */
    KeyValueIterator<Windowed<Object>, Object> find(Object key, long earliestEndMs, long latestStartMs) {
        return store.findSessions(key, earliestEndMs, latestStartMs);
    }

    /** The sessions of all keys that end between two times, both included; to be closed. */
    KeyValueIterator<Windowed<Object>, Object> findEnding(long earliestEndMs, long latestEndMs) {
        return store.findSessions(earliestEndMs, latestEndMs);
    }

    /** What an iterator's value says. */
    static @Nullable Object aggregate(@Nullable Object stored) {
        return stored instanceof AggregationWithHeaders<?> row ? row.aggregation() : stored;
    }
}
