package io.millrace.query;

import java.util.Objects;

/** Asks for the value of one key. Immutable. */
public final class KeyQuery<K, V> implements Query<V> {

    private final K key;
    private final boolean skipCache;

    private KeyQuery(K key, boolean skipCache) {
        this.key = Objects.requireNonNull(key, "key cannot be null");
        this.skipCache = skipCache;
    }

    /** Asks for the value of {@code key}. */
    public static <K, V> KeyQuery<K, V> withKey(K key) {
        return new KeyQuery<>(key, false);
    }

    /** The same query, answered from what is committed, past any record cache. */
    public KeyQuery<K, V> skipCache() {
        return new KeyQuery<>(key, true);
    }

    /** The key. */
    public K getKey() {
        return key;
    }

    /** Whether record caches are passed by. */
    public boolean isSkipCache() {
        return skipCache;
    }
}
