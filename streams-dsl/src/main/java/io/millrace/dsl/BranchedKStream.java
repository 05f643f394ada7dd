package io.millrace.dsl;

import java.util.Map;

/**
 * A stream that is being split into branches. A branch is called as {@link Branched} says, else by its position from 1 (the default branch: 0), in both cases after the
 * name of the split.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public interface BranchedKStream<K, V> {

    /** Adds a branch for the records that match and that matched no branch before. */
    BranchedKStream<K, V> branch(Predicate<? super K, ? super V> predicate);

    /** Adds a branch for the records that match and that matched no branch before, with options. */
    BranchedKStream<K, V> branch(Predicate<? super K, ? super V> predicate, Branched<K, V> branched);

    /** Adds a branch for the records that matched none, and ends the split. Returns the branches by name. */
    Map<String, KStream<K, V>> defaultBranch();

    /** Adds a branch for the records that matched none, and ends the split, with options. Returns the branches by name. */
    Map<String, KStream<K, V>> defaultBranch(Branched<K, V> branched);

    /** Ends the split without a branch for records that matched none: they are dropped. Returns the branches by name. */
    Map<String, KStream<K, V>> noDefaultBranch();
}
