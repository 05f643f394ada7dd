package io.millrace.state;

import io.millrace.record.Bytes;

/** Makes session stores of bytes. All times are in milliseconds. */
public interface SessionBytesStoreSupplier extends StoreSupplier<SessionStore<Bytes, byte[]>> {

    /** Length of a segment, the unit in which expired sessions go. */
    long segmentIntervalMs();

    /** How long sessions are kept, counted in stream time from their end. */
    long retentionPeriod();
}
