package io.millrace.dsl;

/**
 * Makes the value of a join, with the key at hand. Called on threads of tasks: it must be safe to call from several at once, and what it needs to remember belongs into a store.
 *
 * @param <K1> type of keys
 * @param <V1> type of left values
 * @param <V2> type of right values
 * @param <VR> type of joined values
 */
@FunctionalInterface
public interface ValueJoinerWithKey<K1, V1, V2, VR> {

    /** Returns the joined value. The key must not be changed. */
    VR apply(K1 readOnlyKey, V1 value1, V2 value2);
}
