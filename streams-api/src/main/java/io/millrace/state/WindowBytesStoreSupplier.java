package io.millrace.state;

import io.millrace.record.Bytes;

/** Makes window stores of bytes. All times are in milliseconds. */
public interface WindowBytesStoreSupplier extends StoreSupplier<WindowStore<Bytes, byte[]>> {

    /** Length of a segment, the unit in which expired windows go. */
    long segmentIntervalMs();

    /** Size of a window; needed to give keys their window back. */
    long windowSize();

    /** Whether several values of one key and window are kept side by side. Such a store must not be cached. */
    boolean retainDuplicates();

    /** How long windows are kept, counted in stream time from their start. */
    long retentionPeriod();
}
