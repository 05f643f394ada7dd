package io.millrace.stores.windowed;

import io.millrace.state.KeyValueIterator;
import io.millrace.state.TimeWindow;
import io.millrace.state.WindowStore;
import io.millrace.state.WindowStoreIterator;
import io.millrace.state.Windowed;
import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.table.ByteKeyedWindowStore;
import io.millrace.stores.table.CachedStore;
import io.millrace.stores.table.FlushListener;
import io.millrace.stores.table.KeyFormat;
import io.millrace.stores.table.TableEntry;
import io.millrace.stores.table.ValueForm;
import org.jspecify.annotations.Nullable;

/**
 * A window store over a table. Confined to the task's thread.
 *
 * @param <V> type of values in the table
 * @param <S> type of values at the store's interface
 */
abstract sealed class TableWindowStore<K, V, S> extends OpenRows<K, V, S>
        implements WindowStore<K, S>, CachedStore<Windowed<K>, V>, ByteKeyedWindowStore<V>
        permits WindowStores.Plain, WindowStores.Stamped, WindowStores.StampedWithHeaders {

    TableWindowStore(WindowedSpec<K, V> spec, ValueForm<V, S> form) {
        super(spec, form);
    }

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
                                entry.timestamp()),
                        sendOldValues);
    }

    private Windowed<K> windowed(WindowedRows<K, V, S> rows, byte[] tableKey) {
        long start = rows.layout().timeOf(tableKey);
        long end = start + shape().windowSizeMs();
        // A window at the end of time is cut there, as in Kafka Streams.
        return new Windowed<>(rows.keyOf(tableKey), new TimeWindow(start, end < 0 ? Long.MAX_VALUE : end));
    }

    @Override
    public final Object shownKey(byte[] tableKey) {
        return windowed(rows(), tableKey);
    }

    @Override
    @SuppressWarnings("unchecked") // as for all keys that are handed in
    public final KeyValueIterator<?, ?> rowsBetween(@Nullable Object from, @Nullable Object to) {
        return from == null && to == null ? all() : fetch((K) from, (K) to, 0, Long.MAX_VALUE);
    }

    // ---- one window
    // ---------------------------------------------------------------------------------------------------------

    @Override
    public final void put(K key, @Nullable S value, long windowStartTimestamp) {
        WindowedRows<K, V, S> rows = rows();
        byte[] bytes = rows.bytes(key);
        if (!shape().retainsDuplicates()) {
            rows.put(bytes, windowStartTimestamp, 0, value);
        } else if (value != null) {
            rows.put(bytes, windowStartTimestamp, rows.table().progress().nextSequence(), value);
        } else if (!persistent()) {
            // A delete would not say which of the duplicates it means: there is none. As in Kafka Streams, a store on
            // the
            // heap still learns the time from it.
            rows.table().progress().observe(windowStartTimestamp);
        }
    }

    @Override
    public final @Nullable S fetch(K key, long time) {
        WindowedRows<K, V, S> rows = rows();
        byte[] bytes = rows.bytes(key);
        if (!shape().retainsDuplicates()) {
            return rows.get(bytes, time, 0);
        }
        // As in Kafka Streams: of duplicates only the one that was put last of all can be read so, and on the heap
        // none.
        return persistent() ? rows.get(bytes, time, rows.table().progress().sequence()) : null;
    }

    @Override
    public final @Nullable KeyFormat keyFormat() {
        // Headers come with the values of the store's interface only.
        boolean isWholeInTable = !shape().retainsDuplicates() && !(this instanceof WindowStores.StampedWithHeaders);
        return isWholeInTable ? rows().keyFormat() : null;
    }

    @Override
    public final @Nullable TableEntry entry(byte[] array, int offset, int length, long windowStartMs) {
        WindowedRows<K, V, S> rows = rows();
        return rows.isExpired(windowStartMs) ? null : rows.entry(array, offset, length, windowStartMs, 0);
    }

    @Override
    public final @Nullable V value(TableEntry entry) {
        return rows().codec().fromStored(entry.value());
    }

    @Override
    public final void put(TableEntry entry, @Nullable V value, long timestampMs) {
        rows().put(entry, value, timestampMs);
    }

    // ---- windows of one key
    // -------------------------------------------------------------------------------------------------

    @Override
    public final WindowStoreIterator<S> fetch(K key, long timeFrom, long timeTo) {
        return windowsOf(key, timeFrom, timeTo, ScanOrder.ASCENDING);
    }

    @Override
    public final WindowStoreIterator<S> backwardFetch(K key, long timeFrom, long timeTo) {
        return windowsOf(key, timeFrom, timeTo, ScanOrder.DESCENDING);
    }

    private WindowStoreIterator<S> windowsOf(K key, long timeFrom, long timeTo, ScanOrder order) {
        WindowedRows<K, V, S> rows = rows();
        byte[] bytes = rows.bytes(key);
        RowCursor cursor = rows.scan(RowRange.windows(bytes, bytes, timeFrom, timeTo), order);
        return new RowIterators.Windows<>(
                cursor, rows.layout()::timeOf, row -> rows.present(row.value(), row.timestampMs()));
    }

    // ---- windows of many keys
    // -----------------------------------------------------------------------------------------------

    @Override
    public final KeyValueIterator<Windowed<K>, S> fetch(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        return windows(keyFrom, keyTo, timeFrom, timeTo, ScanOrder.ASCENDING);
    }

    @Override
    public final KeyValueIterator<Windowed<K>, S> backwardFetch(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo) {
        return windows(keyFrom, keyTo, timeFrom, timeTo, ScanOrder.DESCENDING);
    }

    @Override
    public final KeyValueIterator<Windowed<K>, S> fetchAll(long timeFrom, long timeTo) {
        return windows(rows().scanAllKeys(timeFrom, timeTo, ScanOrder.ASCENDING));
    }

    @Override
    public final KeyValueIterator<Windowed<K>, S> backwardFetchAll(long timeFrom, long timeTo) {
        return windows(rows().scanAllKeys(timeFrom, timeTo, ScanOrder.DESCENDING));
    }

    @Override
    public final KeyValueIterator<Windowed<K>, S> all() {
        return windows(rows().scanAll(ScanOrder.ASCENDING));
    }

    @Override
    public final KeyValueIterator<Windowed<K>, S> backwardAll() {
        return windows(rows().scanAll(ScanOrder.DESCENDING));
    }

    private KeyValueIterator<Windowed<K>, S> windows(
            @Nullable K keyFrom, @Nullable K keyTo, long timeFrom, long timeTo, ScanOrder order) {
        WindowedRows<K, V, S> rows = rows();
        RowRange range = RowRange.windows(rows.bytesOrOpen(keyFrom), rows.bytesOrOpen(keyTo), timeFrom, timeTo);
        return windows(rows.scan(range, order));
    }

    private KeyValueIterator<Windowed<K>, S> windows(RowCursor cursor) {
        WindowedRows<K, V, S> rows = rows();
        return new RowIterators.Rows<>(
                cursor, key -> windowed(rows, key), row -> rows.present(row.value(), row.timestampMs()));
    }
}
