package io.millrace.dsl;

/**
 * Makes a value of a value. Called on threads of tasks: it must be safe to call from several at once, and what it needs to remember belongs into a store.
 *
 * @param <V> type of values
 * @param <VR> type of new values
 */
@FunctionalInterface
public interface ValueMapper<V, VR> {

    /** Returns the new value. */
    VR apply(V value);
}
