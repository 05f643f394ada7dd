package io.millrace.state;

import io.millrace.record.KeyValue;
import java.io.Closeable;
import java.util.Iterator;

/**
 * Entries of a store. Holds resources of the store until it is closed; use it in try-with-resources. Confined to one
 * thread.
 */
public interface KeyValueIterator<K, V> extends Iterator<KeyValue<K, V>>, Closeable {

    /** Gives resources back; closing twice does nothing. */
    @Override
    void close();

    /** Key of the next entry, which stays the next. Throws {@code NoSuchElementException} if there is none. */
    K peekNextKey();
}
