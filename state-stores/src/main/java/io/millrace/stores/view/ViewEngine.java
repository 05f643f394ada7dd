package io.millrace.stores.view;

import io.millrace.stores.engine.EngineBatch;
import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.ScanOrder;
import org.jspecify.annotations.Nullable;

/** An engine for reading: the rows of a view. What it reads is said by {@link #access}. */
abstract class ViewEngine implements KeyValueEngine {

    /** A view for one access. */
    abstract StoreView access();

    /** The access is over. */
    abstract void done();

    /** Wraps a scan, which goes on being an access until it is closed. */
    abstract EngineIterator scanning(EngineIterator scan);

    @Override
    public final byte @Nullable [] get(int family, byte[] key) {
        StoreView view = access();
        try {
            return view.get(key);
        } finally {
            done();
        }
    }

    @Override
    public final EngineIterator scan(
            int family, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
        StoreView view = access();
        try {
            return scanning(view.scan(from, toExclusive, order));
        } catch (RuntimeException e) {
            done();
            throw e;
        }
    }

    @Override
    public final long approximateEntries(int family) {
        StoreView view = access();
        try {
            return view.approximateEntries();
        } finally {
            done();
        }
    }

    /** Not known: rows come and go elsewhere. */
    @Override
    public final boolean isEmpty(int family) {
        return false;
    }

    @Override
    public final EngineSnapshot snapshot() {
        throw refused();
    }

    @Override
    public final EngineBatch newBatch() {
        throw refused();
    }

    @Override
    public final void write(EngineBatch batch) {
        throw refused();
    }

    @Override
    public final void flush() {
        throw refused();
    }

    @Override
    public final void close() {
        // The rows belong to the task that publishes them.
    }

    private static UnsupportedOperationException refused() {
        return new UnsupportedOperationException("A view of a store can only be read");
    }
}
