package io.millrace.dsl.operator;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.StateStore;
import io.millrace.record.RecordHeaders;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.state.VersionedRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The store of a table, whatever its format: timestamped, timestamped with headers, or versioned. Set up in a processor's {@code init}; confined to the
 * task's thread.
 */
final class TableStore {

    /** What became of a write. */
    enum Written {
        /** The newest version of the row. */
        LATEST,
        /** An older version. */
        OLDER,
        /** Refused: older than the store's history. */
        NOTHING
    }

    private final StateStore store;
    private final @Nullable TimestampedKeyValueStore<Object, Object> timestamped;
    private final @Nullable TimestampedKeyValueStoreWithHeaders<Object, Object> withHeaders;
    private final @Nullable VersionedKeyValueStore<Object, Object> versioned;

    private TableStore(
            StateStore store,
            @Nullable TimestampedKeyValueStore<Object, Object> timestamped,
            @Nullable TimestampedKeyValueStoreWithHeaders<Object, Object> withHeaders,
            @Nullable VersionedKeyValueStore<Object, Object> versioned) {
        this.store = store;
        this.timestamped = timestamped;
        this.withHeaders = withHeaders;
        this.versioned = versioned;
    }

    @SuppressWarnings("unchecked") // the DSL gave store and operator the same types
    static TableStore of(ProcessorContext<?, ?> context, String name) {
        StateStore store = context.getStateStore(name);
        if (store instanceof TimestampedKeyValueStoreWithHeaders<?, ?> found) {
            return new TableStore(store, null, (TimestampedKeyValueStoreWithHeaders<Object, Object>) found, null);
        }
        if (store instanceof TimestampedKeyValueStore<?, ?> found) {
            return new TableStore(store, (TimestampedKeyValueStore<Object, Object>) found, null, null);
        }
        if (store instanceof VersionedKeyValueStore<?, ?> found) {
            return new TableStore(store, null, null, (VersionedKeyValueStore<Object, Object>) found);
        }
        throw new InvalidStateStoreException("Store '" + name + "' of a table must be timestamped or versioned, but is "
                + (store == null ? "unknown" : store.getClass().getName())
                + ". Materialize the table with a supplier of a timestamped or versioned key-value store.");
    }

    StateStore store() {
        return store;
    }

    boolean isVersioned() {
        return versioned != null;
    }

    /** The row; null if there is none. */
    @Nullable
    ValueAndTimestamp<Object> get(@Nullable Object key) {
        Object present = Objects.requireNonNull(key, "key cannot be null");
        if (timestamped != null) {
            return timestamped.get(present);
        }
        if (withHeaders != null) {
            ValueTimestampHeaders<Object> row = withHeaders.get(present);
            return row == null ? null : ValueAndTimestamp.make(row.value(), row.timestamp());
        }
        return plain(Objects.requireNonNull(versioned).get(present));
    }

    /** The row as it was at a time; the newest if the store keeps no versions. */
    @Nullable
    ValueAndTimestamp<Object> get(Object key, long asOfTimestampMs) {
        return versioned == null ? get(key) : plain(versioned.get(key, asOfTimestampMs));
    }

    /** Writes a row; a null value deletes it. */
    Written put(@Nullable Object key, @Nullable Object value, long timestampMs) {
        Object present = Objects.requireNonNull(key, "key cannot be null");
        if (timestamped != null) {
            timestamped.put(present, ValueAndTimestamp.make(value, timestampMs));
            return Written.LATEST;
        }
        if (withHeaders != null) {
            withHeaders.put(present, ValueTimestampHeaders.make(value, timestampMs, new RecordHeaders()));
            return Written.LATEST;
        }
        long validTo = Objects.requireNonNull(versioned).put(present, value, timestampMs);
        if (validTo == VersionedKeyValueStore.PUT_RETURN_CODE_NOT_PUT) {
            return Written.NOTHING;
        }
        return validTo == VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED ? Written.LATEST : Written.OLDER;
    }

    /** The rows of a range of keys, for stores that are not versioned; to be closed. What a value says is told by {@link #value}. */
    KeyValueIterator<Object, Object> range(Object from, Object to) {
        return erased(
                timestamped != null
                        ? timestamped.range(from, to)
                        : Objects.requireNonNull(withHeaders).range(from, to));
    }

    @SuppressWarnings("unchecked") // the values are told apart by their class
    private static KeyValueIterator<Object, Object> erased(KeyValueIterator<Object, ?> rows) {
        return (KeyValueIterator<Object, Object>) rows;
    }

    /** The value in a row that an iterator returned. */
    static @Nullable Object value(Object row) {
        return row instanceof ValueAndTimestamp<?> stamped ? stamped.value() : ((ValueTimestampHeaders<?>) row).value();
    }

    private static @Nullable ValueAndTimestamp<Object> plain(@Nullable VersionedRecord<Object> version) {
        return version == null ? null : ValueAndTimestamp.make(version.value(), version.timestamp());
    }
}
