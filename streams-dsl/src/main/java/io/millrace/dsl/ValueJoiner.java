package io.millrace.dsl;

/**
 * Makes the value of a join. Called on threads of tasks: it must be safe to call from several at once, and what it needs to remember belongs into a store.
 *
 * @param <V1> type of left values
 * @param <V2> type of right values
 * @param <VR> type of joined values
 */
@FunctionalInterface
public interface ValueJoiner<V1, V2, VR> {

    /** Returns the joined value of the left and the right value; in left and outer joins one of them may be null. */
    VR apply(V1 value1, V2 value2);
}
