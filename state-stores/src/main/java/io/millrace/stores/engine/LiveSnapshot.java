package io.millrace.stores.engine;

import org.jspecify.annotations.Nullable;

/**
 * Stands in for a snapshot of an engine that cannot make one, since its rows are in a store of the program's own: every read shows what is there at that moment.
 */
public record LiveSnapshot(KeyValueEngine engine) implements EngineSnapshot {

    @Override
    public byte @Nullable [] get(int family, byte[] key) {
        return engine.get(family, key);
    }

    @Override
    public EngineIterator scan(int family, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
        return engine.scan(family, from, toExclusive, order);
    }

    @Override
    public long approximateEntries(int family) {
        return engine.approximateEntries(family);
    }

    @Override
    public void retain() {
        // Nothing is kept.
    }

    @Override
    public void release() {
        // Nothing is kept.
    }
}
