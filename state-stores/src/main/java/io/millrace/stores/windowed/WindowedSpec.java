package io.millrace.stores.windowed;

import io.millrace.processor.StateStore;
import io.millrace.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How a window or session store is built. All times are in milliseconds. Immutable.
 *
 * @param userStore the program's own window or session store of bytes that keeps the rows; null: the task's engine does
 * @param keySerde null: the configured default
 * @param valueSerde null: the configured default
 */
record WindowedSpec<K, V>(
        Shape shape,
        @Nullable StateStore userStore,
        boolean caching,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde) {

    /** For a store that only shows rows which are elsewhere. */
    WindowedSpec<K, V> forReading() {
        return new WindowedSpec<>(shape, null, caching, keySerde, valueSerde);
    }

    /**
     * What the supplier decides.
     *
     * @param persistent in RocksDB, else on the heap
     * @param sessions a session store, else a window store
     * @param windowSizeMs of window stores
     * @param retainsDuplicates of window stores
     * @param rowOrder of scans over several keys
     * @param keepsTimestamps false: a store with timestamps shows {@link #NO_TIMESTAMP}, as far as no record cache has them
     */
    record Shape(
            String name,
            boolean persistent,
            boolean sessions,
            long retentionMs,
            long segmentIntervalMs,
            long windowSizeMs,
            boolean retainsDuplicates,
            RowOrder rowOrder,
            boolean keepsTimestamps) {

        static final long NO_TIMESTAMP = -1;

        /** This shape for rows in a store of the program's own. */
        Shape of(StateStore store) {
            return new Shape(
                    name,
                    store.persistent(),
                    sessions,
                    retentionMs,
                    segmentIntervalMs,
                    windowSizeMs,
                    retainsDuplicates,
                    store.persistent() ? RowOrder.SEGMENT : RowOrder.TIME,
                    true);
        }
    }
}
