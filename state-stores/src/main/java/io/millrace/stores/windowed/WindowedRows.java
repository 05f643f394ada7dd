package io.millrace.stores.windowed;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.record.Bytes;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serializer;
import io.millrace.state.SessionStore;
import io.millrace.state.WindowStore;
import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.table.ExpiredPuts;
import io.millrace.stores.table.Flushing;
import io.millrace.stores.table.KeyFormat;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.StoreEnvironment;
import io.millrace.stores.table.StoreHome;
import io.millrace.stores.table.StoreSerdes;
import io.millrace.stores.table.StreamProgress;
import io.millrace.stores.table.Table;
import io.millrace.stores.table.TableEntry;
import io.millrace.stores.table.ValueCodec;
import io.millrace.stores.table.ValueForm;
import io.millrace.stores.user.UserEngine;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open rows of a window or session store: what both have in common. A row has a record key, a time (start of the window, end of the session)
 * and a second number (sequence number, start of the session). Exists from {@code init} to {@code close}; confined to the task's thread.
 */
final class WindowedRows<K, V, S> {

    private static final Logger LOG = LoggerFactory.getLogger(WindowedRows.class);

    private final WindowedSpec.Shape shape;
    private final WindowedLayout layout;
    private final ValueForm<V, S> form;
    private final String topic;
    private final Serializer<K> keys;
    private final Deserializer<K> keyReader;
    private final ValueCodec<V> codec;
    private final Table table;
    private final StreamProgress progress;
    private final RecordCoordinates context;
    private final ExpiredPuts expiredPuts;
    /** As in Kafka Streams, of sessions with one end a store on the heap shows the latest start first, unless it is cached. */
    private final boolean latestStartFirst;
    /** Null if nothing is cached: then retention hides and refuses rows. */
    private final @Nullable OutlivedRetention outlived;
    /** As in Kafka Streams, stores in RocksDB for windows that are emitted when they close show one millisecond more. */
    private final long shownLongerMs;
    /** Values have timestamps in the table and the changelog, but do not show them. */
    private final boolean hidesTimestamps;

    private final Comparator<byte[]> timeOrder;
    /** Table keys are put together here: one that is in the table already costs no allocation. */
    private byte[] scratch = new byte[64];

    /**
     * @param root the store that is being initialised, or what wraps it
     */
    WindowedRows(WindowedSpec<K, V> spec, ValueForm<V, S> form, StateStoreContext storeContext, StateStore root) {
        this.shape = spec.shape();
        this.form = form;
        this.layout = new WindowedLayout(shape.retentionMs(), shape.segmentIntervalMs(), shape.sessions());
        StoreEnvironment environment = StoreEnvironment.of(storeContext, root);
        UserEngine<?> userEngine = userEngine(spec.userStore(), shape, layout, form);
        StoreHome given = environment.home(shape.name());
        if (userEngine != null) {
            userEngine.open(storeContext, root);
        }
        StoreHome home = userEngine == null ? given : given.in(userEngine);
        Serde<K> keySerde = StoreSerdes.key(shape.name(), spec.keySerde(), storeContext);
        this.topic = home.changelogTopic();
        this.keys = keySerde.serializer();
        this.keyReader = keySerde.deserializer();
        this.codec = form.codec(topic, StoreSerdes.value(shape.name(), spec.valueSerde(), storeContext));
        this.outlived =
                spec.caching() && userEngine == null && home.recordCache().isEnabled()
                        ? new OutlivedRetention(layout, home.recordCache(), home.context())
                        : null;
        this.table = new Table(home, codec, form.stamps(), outlived == null ? layout : outlived, spec.caching());
        if (outlived != null) {
            table.join(outlived);
        }
        this.progress = table.progress();
        this.context = home.context();
        this.expiredPuts = new ExpiredPuts(shape.name(), environment);
        this.latestStartFirst = shape.sessions() && !shape.persistent() && !spec.caching();
        this.shownLongerMs = shape.persistent() && !shape.sessions() && shape.rowOrder() != RowOrder.SEGMENT ? 1 : 0;
        this.hidesTimestamps = !shape.keepsTimestamps() && outlived == null;
        this.timeOrder = timeOrder(shape, layout, latestStartFirst);
        table.flushing().flushTo(new StoreBehindTheCache());
        environment.register(table);
    }

    private static Comparator<byte[]> timeOrder(
            WindowedSpec.Shape shape, WindowedLayout layout, boolean latestStartFirst) {
        Comparator<byte[]> byTime = Comparator.comparingLong(layout::timeOf);
        Comparator<byte[]> bySecond = Comparator.comparingLong(layout::secondOf);
        if (shape.sessions() && shape.rowOrder() == RowOrder.TIME_OVER_ALL_KEYS) {
            return byTime.thenComparing(bySecond).thenComparing(layout::compareKeys);
        }
        return byTime.thenComparing(layout::compareKeys)
                .thenComparing(latestStartFirst ? bySecond.reversed() : bySecond);
    }

    @SuppressWarnings("unchecked") // the suppliers of both interfaces make stores of bytes
    private static @Nullable UserEngine<?> userEngine(
            @Nullable StateStore store, WindowedSpec.Shape shape, WindowedLayout layout, ValueForm<?, ?> form) {
        if (store == null) {
            return null;
        }
        return shape.sessions()
                ? new UserSessionEngine((SessionStore<Bytes, byte[]>) store, layout)
                : new UserWindowEngine(
                        (WindowStore<Bytes, byte[]>) store,
                        layout,
                        shape.retainsDuplicates(),
                        form.stamps() == Table.StampFormat.TIMESTAMPED);
    }

    Table table() {
        return table;
    }

    ValueCodec<V> codec() {
        return codec;
    }

    WindowedLayout layout() {
        return layout;
    }

    @Nullable
    KeyFormat keyFormat() {
        return hidesTimestamps ? null : KeyFormat.madeBy(keys);
    }

    byte[] bytes(K key) {
        Objects.requireNonNull(key, "key cannot be null");
        return Objects.requireNonNull(
                StoreSerdes.serialize(keys, topic, key), "the key serializer made null of a key that is not null");
    }

    byte @Nullable [] bytesOrOpen(@Nullable K key) {
        return key == null ? null : bytes(key);
    }

    @SuppressWarnings("NullAway") // a built-in store has no null keys, and what it serialised it can read back
    K keyOf(byte[] tableKey) {
        return keyReader.deserialize(topic, layout.keyOf(tableKey));
    }

    @Nullable
    S present(@Nullable Object stored, long timestampMs) {
        return form.present(codec, stored, hidesTimestamps ? WindowedSpec.Shape.NO_TIMESTAMP : timestampMs);
    }

    // ---- one row
    // ------------------------------------------------------------------------------------------------------------

    /** The value of a row; null if it is absent or has expired. */
    @Nullable
    S get(byte[] key, long timeMs, long second) {
        if (isExpired(timeMs)) {
            return null;
        }
        TableEntry entry = entry(key, 0, key.length, timeMs, second);
        return present(entry.value(), entry.timestamp());
    }

    TableEntry entry(byte[] key, int offset, int length, long timeMs, long second) {
        return table.entry(scratch(key, offset, length, timeMs, second), 0, layout.length(length));
    }

    private byte[] scratch(byte[] key, int offset, int length, long timeMs, long second) {
        int needed = layout.length(length);
        if (scratch.length < needed) {
            scratch = new byte[2 * needed];
        }
        layout.write(scratch, key, offset, length, timeMs, second);
        return scratch;
    }

    boolean isExpired(long timeMs) {
        return timeMs < oldestReadableMs();
    }

    private long oldestReadableMs() {
        return outlived != null ? outlived.oldestMs() : oldestReadableMs(progress.streamTimeMs());
    }

    private long oldestReadableMs(long streamTimeMs) {
        return layout.oldestReadable(streamTimeMs) - shownLongerMs;
    }

    /** Sets a row; null deletes it. What has expired already is counted and dropped. */
    void put(byte[] key, long timeMs, long second, @Nullable S value) {
        boolean isTaken = outlived == null || outlived.takes(timeMs, progress.streamTimeMs());
        progress.observe(timeMs);
        if (!isTaken || (outlived == null && isBelowLiveRange(timeMs))) {
            expiredPuts.dropped(timeMs, progress.streamTimeMs());
            return;
        }
        byte[] target = scratch(key, 0, key.length, timeMs, second);
        TableEntry entry = table.entryForWrite(target, 0, layout.length(key.length));
        if (value == null) {
            table.put(entry, null, context.timestamp);
        } else {
            table.put(entry, form.stored(codec, value), form.timestampMs(value, context.timestamp));
        }
        outlives(entry, timeMs);
    }

    private void outlives(TableEntry entry, long timeMs) {
        if (outlived != null) {
            outlived.put(timeMs, entry.sizeBytes());
        }
    }

    /** Deletes a row, if the segment that it was in still exists. */
    void remove(byte[] key, long timeMs, long second) {
        if (outlived != null) {
            put(key, timeMs, second, null);
            return;
        }
        if (shape.persistent()) {
            progress.observe(timeMs);
        }
        if (layout.segmentOf(timeMs) >= layout.oldestLiveSegment(progress.streamTimeMs())) {
            byte[] target = scratch(key, 0, key.length, timeMs, second);
            table.put(table.entryForWrite(target, 0, layout.length(key.length)), null, context.timestamp);
        }
    }

    /** Sets the value of an entry that was found just before. */
    void put(TableEntry entry, @Nullable V value, long timestampMs) {
        long timeMs = layout.timeOf(entry.key());
        if (outlived != null && !outlived.takes(timeMs, progress.streamTimeMs())) {
            expiredPuts.dropped(timeMs, progress.streamTimeMs());
            return;
        }
        progress.observe(timeMs);
        table.put(entry, codec.toStored(value), timestampMs);
        outlives(entry, timeMs);
    }

    /** As in Kafka Streams, a store in RocksDB takes what falls into a segment that still exists, one on the heap only what can be read. */
    private boolean isBelowLiveRange(long timeMs) {
        long now = progress.streamTimeMs();
        return shape.persistent()
                ? layout.segmentOf(timeMs) < layout.oldestLiveSegment(now)
                : timeMs < layout.oldestReadable(now);
    }

    // ---- scans
    // --------------------------------------------------------------------------------------------------------------

    /** Rows of a range of keys; null keys leave it open. */
    RowCursor scan(RowRange wanted, ScanOrder order) {
        boolean byTime = shape.rowOrder() == RowOrder.TIME && (!wanted.isOfOneKey() || latestStartFirst);
        return scan(wanted, order, byTime);
    }

    /** Rows of all keys in a range of times. As in Kafka Streams, a store of sessions in RocksDB shows what is in segments that still exist. */
    RowCursor scanAllKeys(long timeFromMs, long timeToMs, ScanOrder order) {
        RowRange range = RowRange.windows(null, null, timeFromMs, timeToMs);
        long oldestMs = oldestReadableMs();
        if (shape.sessions() && shape.persistent()) {
            oldestMs = Math.min(oldestMs, layout.segmentStart(layout.oldestLiveSegment(progress.streamTimeMs())));
        }
        return scan(range, oldestMs, order, shape.rowOrder() != RowOrder.SEGMENT);
    }

    /** All rows. */
    RowCursor scanAll(ScanOrder order) {
        return scanAllKeys(0, Long.MAX_VALUE, order);
    }

    private RowCursor scan(RowRange wanted, ScanOrder order, boolean byTime) {
        return scan(wanted, oldestReadableMs(), order, byTime);
    }

    private RowCursor scan(RowRange wanted, long oldestMs, ScanOrder order, boolean byTime) {
        if (wanted.isBackToFront()) {
            LOG.warn(
                    "A range of store '{}' starts behind its end, as the serialised keys compare; it is empty. Serdes of numbers order"
                            + " negative numbers behind positive ones",
                    shape.name());
        }
        RowRange range = wanted.within(oldestMs, progress.streamTimeMs());
        if (range.isEmpty()) {
            return RowCursor.EMPTY;
        }
        if (!byTime) {
            return new SegmentCursor(table, layout, range, order);
        }
        RowCursor source = new SegmentCursor(table, layout, range, ScanOrder.ASCENDING);
        return new TimeOrderedCursor(source, order == ScanOrder.ASCENDING ? timeOrder : timeOrder.reversed());
    }

    /** The store that a flush of the record cache writes to: it knows the time of what was flushed to it, and what has expired is not there. */
    private final class StoreBehindTheCache implements Flushing.StoreBehind {

        @Override
        public boolean hasDropped(TableEntry entry) {
            return layout.timeOf(entry.key()) < oldestReadableMs(progress.flushedTimeMs());
        }

        @Override
        public void flushed(TableEntry entry) {
            progress.flushed(layout.timeOf(entry.key()));
        }
    }
}
