package io.millrace.stores.table;

import io.millrace.state.VersionedRecordIterator;

/** A store that can show all versions of a key. */
public interface VersionHistory<K, V> {

    /**
     * The versions that were valid at some time from {@code fromMs} to {@code toMs}, both inclusive, each with the time up to which it was valid. What the store has
     * forgotten since is not among them.
     *
     * @param isAscending by time; else the newest comes first
     */
    VersionedRecordIterator<V> versions(K key, long fromMs, long toMs, boolean isAscending);
}
