package io.millrace.state;

import java.io.Closeable;

/** Values of one key of a window store; the keys of the entries are the starts of the windows, in milliseconds. */
public interface WindowStoreIterator<V> extends KeyValueIterator<Long, V>, Closeable {

    @Override
    void close();
}
