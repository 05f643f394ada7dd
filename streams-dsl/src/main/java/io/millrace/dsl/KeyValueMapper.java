package io.millrace.dsl;

/**
 * Makes something of a record: a key, a pair, or several pairs. Called on threads of tasks: it must be safe to call from several at once, and what it needs to remember belongs into a store.
 *
 * @param <K> type of keys
 * @param <V> type of values
 * @param <VR> type of results
 */
@FunctionalInterface
public interface KeyValueMapper<K, V, VR> {

    /** Returns the result for a record. */
    VR apply(K key, V value);
}
