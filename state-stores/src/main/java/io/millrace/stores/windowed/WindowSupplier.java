package io.millrace.stores.windowed;

import io.millrace.record.Bytes;
import io.millrace.serialization.Serdes;
import io.millrace.state.HeadersBytesStoreSupplier;
import io.millrace.state.WindowBytesStoreSupplier;
import io.millrace.state.WindowStore;
import io.millrace.stores.windowed.WindowedSpec.Shape;
import java.util.Objects;

/**
 * A built-in supplier of window stores. The builders make their typed store from its shape; {@link #get()} is there for who wants a store of bytes.
 * Immutable.
 */
public sealed class WindowSupplier implements WindowBytesStoreSupplier {

    private static final long SEGMENT_INTERVAL_MS_MIN = 60_000;

    private final Shape shape;

    private WindowSupplier(Shape shape) {
        this.shape = shape;
    }

    /** In what a store keeps its rows, and how scans over several keys order them. */
    public enum Kind {
        HEAP(RowOrder.TIME),
        ROCKS_DB(RowOrder.SEGMENT),
        /** As {@code ROCKS_DB}, without the timestamps of values. */
        ROCKS_DB_PLAIN(RowOrder.SEGMENT),
        /** In RocksDB, for results that are emitted when a window closes: scans show windows by time. */
        ROCKS_DB_BY_TIME(RowOrder.TIME),
        /** As {@code ROCKS_DB_BY_TIME}, but scans of a range of keys show them as {@code ROCKS_DB} does: sliding windows and sessions. */
        ROCKS_DB_BY_TIME_AND_KEY(RowOrder.TIME_OVER_ALL_KEYS);

        final RowOrder rowOrder;

        Kind(RowOrder rowOrder) {
            this.rowOrder = rowOrder;
        }
    }

    /** A supplier. Throws {@code IllegalArgumentException} unless {@code 0 <= windowSizeMs <= retentionMs}. */
    public static WindowSupplier create(
            String name, Kind kind, long retentionMs, long windowSizeMs, boolean retainDuplicates) {
        return new WindowSupplier(shape(name, kind, retentionMs, windowSizeMs, retainDuplicates));
    }

    /** As {@link #create}, for stores that keep headers. */
    public static WindowSupplier withHeaders(
            String name, Kind kind, long retentionMs, long windowSizeMs, boolean retainDuplicates) {
        return new WithHeaders(shape(name, kind, retentionMs, windowSizeMs, retainDuplicates));
    }

    private static Shape shape(String name, Kind kind, long retentionMs, long windowSizeMs, boolean retainDuplicates) {
        Objects.requireNonNull(name, "name cannot be null");
        if (retentionMs < 0) {
            throw new IllegalArgumentException("retentionPeriod cannot be negative, but is " + retentionMs + " ms");
        }
        if (windowSizeMs < 0) {
            throw new IllegalArgumentException("windowSize cannot be negative, but is " + windowSizeMs + " ms");
        }
        if (windowSizeMs > retentionMs) {
            throw new IllegalArgumentException("The retention period of window store '" + name + "', " + retentionMs
                    + " ms, must be no smaller than its window size, " + windowSizeMs + " ms");
        }
        return new Shape(
                name,
                kind != Kind.HEAP,
                false,
                retentionMs,
                segmentInterval(retentionMs),
                windowSizeMs,
                retainDuplicates,
                kind.rowOrder,
                kind != Kind.ROCKS_DB_PLAIN);
    }

    static long segmentInterval(long retentionMs) {
        return Math.max(retentionMs / 2, SEGMENT_INTERVAL_MS_MIN);
    }

    Shape shape() {
        return shape;
    }

    @Override
    public final String name() {
        return shape.name();
    }

    @Override
    public final WindowStore<Bytes, byte[]> get() {
        return new WindowStores.Plain<>(new WindowedSpec<>(shape, null, false, Serdes.Bytes(), Serdes.ByteArray()));
    }

    @Override
    public final String metricsScope() {
        return shape.persistent() ? "rocksdb-window" : "in-memory-window";
    }

    /** As in Kafka Streams 1 for a store on the heap, which shows its rows as if each millisecond were a segment. */
    @Override
    public final long segmentIntervalMs() {
        return shape.persistent() ? shape.segmentIntervalMs() : 1;
    }

    @Override
    public final long windowSize() {
        return shape.windowSizeMs();
    }

    @Override
    public final boolean retainDuplicates() {
        return shape.retainsDuplicates();
    }

    @Override
    public final long retentionPeriod() {
        return shape.retentionMs();
    }

    private static final class WithHeaders extends WindowSupplier implements HeadersBytesStoreSupplier {

        WithHeaders(Shape shape) {
            super(shape);
        }
    }
}
