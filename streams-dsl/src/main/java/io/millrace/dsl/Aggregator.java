package io.millrace.dsl;

/**
 * Adds a value to an aggregate, or takes one out of it. Called on threads of tasks: it must be safe to call from several at once, and what it needs to remember belongs into a store.
 *
 * @param <K> type of keys
 * @param <V> type of values
 * @param <VAgg> type of aggregates
 */
@FunctionalInterface
public interface Aggregator<K, V, VAgg> {

    /** Returns the new aggregate; null deletes it. Do not change {@code aggregate} if it may be shared. */
    VAgg apply(K key, V value, VAgg aggregate);
}
