package io.millrace.dsl;

/**
 * Makes a value of a key and a value. Called on threads of tasks: it must be safe to call from several at once, and what it needs to remember belongs into a store.
 *
 * @param <K> type of keys
 * @param <V> type of values
 * @param <VR> type of new values
 */
@FunctionalInterface
public interface ValueMapperWithKey<K, V, VR> {

    /** Returns the new value. The key must not be changed: records would be found under the wrong key. */
    VR apply(K readOnlyKey, V value);
}
