package io.millrace.state;

import java.io.Closeable;
import java.util.Iterator;

/** Versions of one key. Holds resources of the store until it is closed. Confined to one thread. */
public interface VersionedRecordIterator<V> extends Iterator<VersionedRecord<V>>, Closeable {

    /** Gives resources back; closing twice does nothing. */
    @Override
    void close();
}
