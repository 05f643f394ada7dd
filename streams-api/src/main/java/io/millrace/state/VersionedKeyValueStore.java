package io.millrace.state;

import io.millrace.processor.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * A key-value store that keeps old versions of values for as long as its history retention. A version is valid from its
 * timestamp up to the timestamp of the next, in milliseconds since the epoch.
 */
public interface VersionedKeyValueStore<K, V> extends StateStore {

    /** Returned by {@link #put}: there is no later version, so the new one is valid until further notice. */
    long PUT_RETURN_CODE_VALID_TO_UNDEFINED = -1L;

    /** Returned by {@link #put}: the timestamp is older than the history retention, and nothing was written. */
    long PUT_RETURN_CODE_NOT_PUT = Long.MIN_VALUE;

    /** Adds a version; a null value deletes as of {@code timestamp}. Returns up to when it is valid, or a code. */
    long put(K key, @Nullable V value, long timestamp);

    /** Deletes as of {@code timestamp} and returns the version that was valid then, or null. */
    @Nullable
    VersionedRecord<V> delete(K key, long timestamp);

    /** The latest version, or null if there is none or it is a deletion. */
    @Nullable
    VersionedRecord<V> get(K key);

    /** The version valid at {@code asOfTimestamp}, or null if there is none within the history retention. */
    @Nullable
    VersionedRecord<V> get(K key, long asOfTimestamp);
}
