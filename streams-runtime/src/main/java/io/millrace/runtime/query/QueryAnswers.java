package io.millrace.runtime.query;

import io.millrace.processor.StateStore;
import io.millrace.query.KeyQuery;
import io.millrace.query.MultiVersionedKeyQuery;
import io.millrace.query.Query;
import io.millrace.query.QueryResult;
import io.millrace.query.RangeQuery;
import io.millrace.query.ResultOrder;
import io.millrace.query.TimestampedKeyQuery;
import io.millrace.query.TimestampedRangeQuery;
import io.millrace.query.VersionedKeyQuery;
import io.millrace.query.WindowKeyQuery;
import io.millrace.query.WindowRangeQuery;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.SessionStore;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.state.VersionedRecord;
import io.millrace.state.VersionedRecordIterator;
import io.millrace.state.WindowStore;
import io.millrace.stores.table.VersionHistory;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries with a store that was opened for reading. Queries that a kind of store does not know get a result that says so.
 *
 * <p>Types of keys and values are the asking program's claim, as everywhere in queries: the store's serdes fail on a wrong one.
 */
@SuppressWarnings("unchecked") // see above
public final class QueryAnswers {

    private final StateStore store;
    private final Runnable onDone;
    private boolean isHeld;

    private QueryAnswers(StateStore store, Runnable onDone) {
        this.store = store;
        this.onDone = onDone;
    }

    /**
     * Answers a query.
     *
     * @param onDone runs once the store is not needed any more: at once, or when the iterator in the answer is closed
     */
    public static <R> QueryResult<R> answer(Query<R> query, StateStore store, Runnable onDone) {
        QueryAnswers answers = new QueryAnswers(store, onDone);
        try {
            return (QueryResult<R>) answers.find(query);
        } finally {
            if (!answers.isHeld) {
                onDone.run();
            }
        }
    }

    private QueryResult<?> find(Query<?> query) {
        if (store instanceof KeyValueStore<?, ?> rows) {
            return ofKeyValues(query, (KeyValueStore<Object, Object>) rows);
        }
        if (store instanceof WindowStore<?, ?> rows) {
            return ofWindows(query, (WindowStore<Object, Object>) rows);
        }
        if (store instanceof SessionStore<?, ?> rows) {
            return ofSessions(query, (SessionStore<Object, Object>) rows);
        }
        if (store instanceof VersionedKeyValueStore<?, ?> rows) {
            return ofVersions(query, (VersionedKeyValueStore<Object, Object>) rows);
        }
        return QueryResult.forUnknownQueryType(query, store);
    }

    // ---- key-value stores ----

    private QueryResult<?> ofKeyValues(Query<?> query, KeyValueStore<Object, Object> rows) {
        boolean hasTimestamps = StoredValues.areStamped(store) || StoredValues.areStampedWithHeaders(store);
        if (query instanceof KeyQuery<?, ?> key) {
            return QueryResult.forResult(StoredValues.plain(store).apply(rows.get(key.getKey())));
        }
        if (query instanceof RangeQuery<?, ?> range) {
            return range(
                    rows,
                    range.getLowerBound().orElse(null),
                    range.getUpperBound().orElse(null),
                    range.resultOrder(),
                    StoredValues.plain(store));
        }
        if (query instanceof TimestampedKeyQuery<?, ?> key && hasTimestamps) {
            return QueryResult.forResult(StoredValues.stamped(store).apply(rows.get(key.key())));
        }
        if (query instanceof TimestampedRangeQuery<?, ?> range && hasTimestamps) {
            return range(
                    rows,
                    range.lowerBound().orElse(null),
                    range.upperBound().orElse(null),
                    range.resultOrder(),
                    StoredValues.stamped(store));
        }
        return QueryResult.forUnknownQueryType(query, store);
    }

    private QueryResult<?> range(
            KeyValueStore<Object, Object> rows,
            @Nullable Object from,
            @Nullable Object to,
            ResultOrder order,
            Function<@Nullable Object, @Nullable Object> form) {
        KeyValueIterator<Object, Object> iterator =
                order == ResultOrder.DESCENDING ? rows.reverseRange(from, to) : rows.range(from, to);
        return held(HeldIterators.rows(iterator, form, onDone));
    }

    /** From now on the iterator in the answer holds the store. */
    private <T> QueryResult<T> held(T iterator) {
        isHeld = true;
        return QueryResult.forResult(iterator);
    }

    // ---- window and session stores ----

    private QueryResult<?> ofWindows(Query<?> query, WindowStore<Object, Object> rows) {
        if (query instanceof WindowKeyQuery<?, ?> key
                && key.getTimeFrom().isPresent()
                && key.getTimeTo().isPresent()) {
            return held(HeldIterators.windows(
                    rows.fetch(
                            key.getKey(),
                            key.getTimeFrom().get(),
                            key.getTimeTo().get()),
                    value -> value,
                    onDone));
        }
        if (query instanceof WindowRangeQuery<?, ?> range
                && range.getTimeFrom().isPresent()
                && range.getTimeTo().isPresent()) {
            return held(HeldIterators.rows(
                    rows.fetchAll(range.getTimeFrom().get(), range.getTimeTo().get()), value -> value, onDone));
        }
        return QueryResult.forUnknownQueryType(query, store);
    }

    private QueryResult<?> ofSessions(Query<?> query, SessionStore<Object, Object> rows) {
        if (query instanceof WindowRangeQuery<?, ?> range && range.getKey().isPresent()) {
            return held(HeldIterators.rows(rows.fetch(range.getKey().get()), value -> value, onDone));
        }
        return QueryResult.forUnknownQueryType(query, store);
    }

    // ---- versioned stores ----

    private QueryResult<?> ofVersions(Query<?> query, VersionedKeyValueStore<Object, Object> rows) {
        if (query instanceof VersionedKeyQuery<?, ?> key) {
            Optional<Long> asOfMs = key.asOfTimestamp().map(Instant::toEpochMilli);
            return QueryResult.forResult(
                    asOfMs.isPresent() ? asOf(rows, key.key(), asOfMs.get()) : rows.get(key.key()));
        }
        if (query instanceof MultiVersionedKeyQuery<?, ?> key && store instanceof VersionHistory<?, ?> history) {
            long fromMs = key.fromTime().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
            long toMs = key.toTime().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
            boolean isAscending = key.resultOrder() == ResultOrder.ASCENDING;
            return held(HeldIterators.versions(
                    ((VersionHistory<Object, Object>) history).versions(key.key(), fromMs, toMs, isAscending), onDone));
        }
        return QueryResult.forUnknownQueryType(query, store);
    }

    /** As in Kafka Streams, a query tells up to when a version was valid, which the store's own method does not. */
    private @Nullable VersionedRecord<Object> asOf(
            VersionedKeyValueStore<Object, Object> rows, Object key, long timeMs) {
        if (!(store instanceof VersionHistory<?, ?> history)) {
            return rows.get(key, timeMs);
        }
        try (VersionedRecordIterator<Object> versions =
                ((VersionHistory<Object, Object>) history).versions(key, timeMs, timeMs, false)) {
            return versions.hasNext() ? versions.next() : null;
        }
    }
}
