package io.millrace.dsl;

/**
 * Combines two values of one key into one of the same type. Called on threads of tasks: it must be safe to call from several at once, and what it needs to remember belongs into a store.
 *
 * @param <V> type of values
 */
@FunctionalInterface
public interface Reducer<V> {

    /** Returns the new aggregate; null deletes it. The aggregate comes first, the new value second. */
    V apply(V value1, V value2);
}
