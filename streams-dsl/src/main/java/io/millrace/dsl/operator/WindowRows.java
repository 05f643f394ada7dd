package io.millrace.dsl.operator;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.StateStore;
import io.millrace.record.RecordHeaders;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.TimestampedWindowStore;
import io.millrace.state.TimestampedWindowStoreWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import org.jspecify.annotations.Nullable;

/** The store of a windowed table, with or without headers. Set up in a processor's {@code init}; confined to the task's thread. */
final class WindowRows {

    private final WindowStore<Object, Object> store;
    private final boolean withHeaders;

    private WindowRows(WindowStore<Object, Object> store, boolean withHeaders) {
        this.store = store;
        this.withHeaders = withHeaders;
    }

    @SuppressWarnings("unchecked") // the DSL gave store and operator the same types
    static WindowRows of(ProcessorContext<?, ?> context, String name) {
        StateStore store = context.getStateStore(name);
        if (store instanceof TimestampedWindowStoreWithHeaders<?, ?>) {
            return new WindowRows((WindowStore<Object, Object>) store, true);
        }
        if (store instanceof TimestampedWindowStore<?, ?>) {
            return new WindowRows((WindowStore<Object, Object>) store, false);
        }
        throw new InvalidStateStoreException(
                "Store '" + name + "' of a windowed table must be a timestamped window" + " store, but is "
                        + (store == null ? "unknown" : store.getClass().getName()));
    }

    StateStore store() {
        return store;
    }

    @Nullable
    ValueAndTimestamp<Object> get(Object key, long startMs) {
        return row(store.fetch(key, startMs));
    }

    /** Writes a row; a null value deletes it. */
    void put(Object key, @Nullable Object value, long timestampMs, long startMs) {
        store.put(
                key,
                withHeaders
                        ? ValueTimestampHeaders.make(value, timestampMs, new RecordHeaders())
                        : ValueAndTimestamp.make(value, timestampMs),
                startMs);
    }

    /** The windows of a key by start, both limits included; to be closed. */
    KeyValueIterator<Windowed<Object>, Object> fetch(Object key, long startFromMs, long startToMs) {
        return store.fetch(key, key, startFromMs, startToMs);
    }

    /** The windows of a key from the last start to the first; to be closed. */
    KeyValueIterator<Windowed<Object>, Object> backwardFetch(Object key, long startFromMs, long startToMs) {
        return store.backwardFetch(key, key, startFromMs, startToMs);
    }

    /** The windows of all keys, in the order of the store; to be closed. */
    KeyValueIterator<Windowed<Object>, Object> fetchAll(long startFromMs, long startToMs) {
        return store.fetchAll(startFromMs, startToMs);
    }

    /** What an iterator's value says. */
    @SuppressWarnings("unchecked") // the store has no other values
    static @Nullable ValueAndTimestamp<Object> row(@Nullable Object stored) {
        if (stored instanceof ValueTimestampHeaders<?> row) {
            return ValueAndTimestamp.make((Object) row.value(), row.timestamp());
        }
        return (ValueAndTimestamp<Object>) stored;
    }
}
