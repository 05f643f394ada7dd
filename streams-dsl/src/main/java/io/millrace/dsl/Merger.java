package io.millrace.dsl;

/**
 * Merges the aggregates of two sessions that have become one. Called on threads of tasks: it must be safe to call from several at once, and what it needs to remember belongs into a store.
 *
 * @param <K> type of keys
 * @param <V> type of aggregates
 */
@FunctionalInterface
public interface Merger<K, V> {

    /** Returns the aggregate of the merged session. */
    V apply(K aggKey, V aggOne, V aggTwo);
}
