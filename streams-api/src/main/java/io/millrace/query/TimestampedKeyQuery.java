package io.millrace.query;

import io.millrace.state.ValueAndTimestamp;
import java.util.Objects;

/** Asks for the value of one key with its timestamp. Immutable. */
public final class TimestampedKeyQuery<K, V> implements Query<ValueAndTimestamp<V>> {

    private final K key;
    private final boolean skipCache;

    private TimestampedKeyQuery(K key, boolean skipCache) {
        this.key = Objects.requireNonNull(key, "key cannot be null");
        this.skipCache = skipCache;
    }

    /** Asks for the value of {@code key}. */
    public static <K, V> TimestampedKeyQuery<K, V> withKey(K key) {
        return new TimestampedKeyQuery<>(key, false);
    }

    /** The same query, answered from what is committed, past any record cache. */
    public TimestampedKeyQuery<K, V> skipCache() {
        return new TimestampedKeyQuery<>(key, true);
    }

    /** The key. */
    public K key() {
        return key;
    }

    /** Whether record caches are passed by. */
    public boolean isSkipCache() {
        return skipCache;
    }
}
