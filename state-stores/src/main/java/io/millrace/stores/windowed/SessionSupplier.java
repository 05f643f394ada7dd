package io.millrace.stores.windowed;

import io.millrace.record.Bytes;
import io.millrace.serialization.Serdes;
import io.millrace.state.HeadersBytesStoreSupplier;
import io.millrace.state.SessionBytesStoreSupplier;
import io.millrace.state.SessionStore;
import io.millrace.stores.windowed.WindowSupplier.Kind;
import io.millrace.stores.windowed.WindowedSpec.Shape;
import java.util.Objects;

/**
 * A built-in supplier of session stores. The builders make their typed store from its shape; {@link #get()} is there for who wants a store of bytes.
 * Immutable.
 */
public sealed class SessionSupplier implements SessionBytesStoreSupplier {

    private final Shape shape;

    private SessionSupplier(Shape shape) {
        this.shape = shape;
    }

    /** A supplier. Throws {@code IllegalArgumentException} if {@code retentionMs} is negative. */
    public static SessionSupplier create(String name, Kind kind, long retentionMs) {
        return new SessionSupplier(shape(name, kind, retentionMs));
    }

    /** As {@link #create}, for stores that keep headers. */
    public static SessionSupplier withHeaders(String name, Kind kind, long retentionMs) {
        return new WithHeaders(shape(name, kind, retentionMs));
    }

    private static Shape shape(String name, Kind kind, long retentionMs) {
        Objects.requireNonNull(name, "name cannot be null");
        if (retentionMs < 0) {
            throw new IllegalArgumentException("retentionPeriod cannot be negative, but is " + retentionMs + " ms");
        }
        return new Shape(
                name,
                kind != Kind.HEAP,
                true,
                retentionMs,
                WindowSupplier.segmentInterval(retentionMs),
                0,
                false,
                kind.rowOrder,
                true);
    }

    Shape shape() {
        return shape;
    }

    @Override
    public final String name() {
        return shape.name();
    }

    @Override
    public final SessionStore<Bytes, byte[]> get() {
        return new SessionStores.Plain<>(new WindowedSpec<>(shape, null, false, Serdes.Bytes(), Serdes.ByteArray()));
    }

    @Override
    public final String metricsScope() {
        return shape.persistent() ? "rocksdb-session" : "in-memory-session";
    }

    /** As in Kafka Streams 1 for a store on the heap, which shows its rows as if each millisecond were a segment. */
    @Override
    public final long segmentIntervalMs() {
        return shape.persistent() ? shape.segmentIntervalMs() : 1;
    }

    @Override
    public final long retentionPeriod() {
        return shape.retentionMs();
    }

    private static final class WithHeaders extends SessionSupplier implements HeadersBytesStoreSupplier {

        WithHeaders(Shape shape) {
            super(shape);
        }
    }
}
