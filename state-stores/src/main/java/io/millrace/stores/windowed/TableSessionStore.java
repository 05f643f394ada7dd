package io.millrace.stores.windowed;

import io.millrace.state.KeyValueIterator;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionWindow;
import io.millrace.state.Windowed;
import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.table.CachedStore;
import io.millrace.stores.table.FlushListener;
import io.millrace.stores.table.ValueForm;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session store over a table. Confined to the task's thread.
 *
 * @param <V> type of aggregates in the table
 * @param <S> type of aggregates at the store's interface
 */
abstract sealed class TableSessionStore<K, V, S> extends OpenRows<K, V, S>
        implements SessionStore<K, S>, CachedStore<Windowed<K>, V>
        permits SessionStores.Plain, SessionStores.WithHeaders {

    TableSessionStore(WindowedSpec<K, V> spec, ValueForm<V, S> form) {
        super(spec, form);
    }

    /** The timestamp that listeners get is the end of the session. */
    @Override
    public final boolean setFlushListener(FlushListener<Windowed<K>, V> listener, boolean sendOldValues) {
        WindowedRows<K, V, S> rows = rows();
        return rows.table()
                .flushing()
                .setForwarder(
                        (entry, oldStored) -> listener.changed(
                                windowed(rows, entry.key()),
                                rows.codec().fromStored(entry.value()),
                                rows.codec().fromStored(oldStored),
                                rows.layout().timeOf(entry.key())),
                        sendOldValues);
    }

    private Windowed<K> windowed(WindowedRows<K, V, S> rows, byte[] tableKey) {
        WindowedLayout layout = rows.layout();
        return new Windowed<>(
                rows.keyOf(tableKey), new SessionWindow(layout.secondOf(tableKey), layout.timeOf(tableKey)));
    }

    @Override
    public final Object shownKey(byte[] tableKey) {
        return windowed(rows(), tableKey);
    }

    @Override
    @SuppressWarnings("unchecked") // as for all keys that are handed in
    public final KeyValueIterator<?, ?> rowsBetween(@Nullable Object from, @Nullable Object to) {
        return fetch((K) from, (K) to);
    }

    // ---- one session
    // --------------------------------------------------------------------------------------------------------

    @Override
    public final void put(Windowed<K> sessionKey, @Nullable S aggregate) {
        Objects.requireNonNull(sessionKey, "sessionKey cannot be null");
        WindowedRows<K, V, S> rows = rows();
        rows.put(
                rows.bytes(sessionKey.key()),
                sessionKey.window().end(),
                sessionKey.window().start(),
                aggregate);
    }

    @Override
    public final void remove(Windowed<K> sessionKey) {
        Objects.requireNonNull(sessionKey, "sessionKey cannot be null");
        WindowedRows<K, V, S> rows = rows();
        rows.remove(
                rows.bytes(sessionKey.key()),
                sessionKey.window().end(),
                sessionKey.window().start());
    }

    @Override
    public final @Nullable S fetchSession(K key, long sessionStartTime, long sessionEndTime) {
        WindowedRows<K, V, S> rows = rows();
        return rows.get(rows.bytes(key), sessionEndTime, sessionStartTime);
    }

    // ---- sessions of one key
    // ------------------------------------------------------------------------------------------------

    @Override
    public final KeyValueIterator<Windowed<K>, S> findSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return sessionsOf(key, earliestSessionEndTime, latestSessionStartTime, ScanOrder.ASCENDING);
    }

    @Override
    public final KeyValueIterator<Windowed<K>, S> backwardFindSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return sessionsOf(key, earliestSessionEndTime, latestSessionStartTime, ScanOrder.DESCENDING);
    }

    @Override
    public final KeyValueIterator<Windowed<K>, S> fetch(K key) {
        return sessionsOf(key, 0, Long.MAX_VALUE, ScanOrder.ASCENDING);
    }

    @Override
    public final KeyValueIterator<Windowed<K>, S> backwardFetch(K key) {
        return sessionsOf(key, 0, Long.MAX_VALUE, ScanOrder.DESCENDING);
    }

    private KeyValueIterator<Windowed<K>, S> sessionsOf(K key, long endFrom, long startTo, ScanOrder order) {
        byte[] bytes = rows().bytes(key);
        return iterator(rows().scan(RowRange.sessions(bytes, bytes, endFrom, startTo), order));
    }

    // ---- sessions of many keys
    // ----------------------------------------------------------------------------------------------

    @Override
    public final KeyValueIterator<Windowed<K>, S> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        return sessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime, ScanOrder.ASCENDING);
    }

    @Override
    public final KeyValueIterator<Windowed<K>, S> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        return sessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime, ScanOrder.DESCENDING);
    }

    @Override
    public final KeyValueIterator<Windowed<K>, S> fetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return sessions(keyFrom, keyTo, 0, Long.MAX_VALUE, ScanOrder.ASCENDING);
    }

    @Override
    public final KeyValueIterator<Windowed<K>, S> backwardFetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return sessions(keyFrom, keyTo, 0, Long.MAX_VALUE, ScanOrder.DESCENDING);
    }

    @Override
    public final KeyValueIterator<Windowed<K>, S> findSessions(long earliestSessionEndTime, long latestSessionEndTime) {
        return iterator(rows().scanAllKeys(earliestSessionEndTime, latestSessionEndTime, ScanOrder.ASCENDING));
    }

    private KeyValueIterator<Windowed<K>, S> sessions(
            @Nullable K keyFrom, @Nullable K keyTo, long endFrom, long startTo, ScanOrder order) {
        WindowedRows<K, V, S> rows = rows();
        return iterator(rows.scan(
                RowRange.sessions(rows.bytesOrOpen(keyFrom), rows.bytesOrOpen(keyTo), endFrom, startTo), order));
    }

    private KeyValueIterator<Windowed<K>, S> iterator(RowCursor cursor) {
        WindowedRows<K, V, S> rows = rows();
        return new RowIterators.Rows<>(
                cursor, key -> windowed(rows, key), row -> rows.present(row.value(), row.timestampMs()));
    }
}
