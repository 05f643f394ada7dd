package io.millrace.dsl;

/**
 * Decides about a record. Called on threads of tasks: it must be safe to call from several at once, and what it needs to remember belongs into a store.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
@FunctionalInterface
public interface Predicate<K, V> {

    /** Whether the record matches. */
    boolean test(K key, V value);
}
