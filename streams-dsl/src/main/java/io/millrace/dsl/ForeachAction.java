package io.millrace.dsl;

/**
 * Does something with a record, for its effect alone. Called on threads of tasks: it must be safe to call from several at once, and what it needs to remember belongs into a store.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
@FunctionalInterface
public interface ForeachAction<K, V> {

    /** Called for each record, again for records that are processed again after a failure. */
    void apply(K key, V value);
}
