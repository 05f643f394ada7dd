package io.millrace.processor;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the partitions of records that go to an output or repartition topic. Must be a pure function: it is called
 * by every task, on its thread.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
@FunctionalInterface
public interface StreamPartitioner<K, V> {

    /**
     * The partitions to write to, each below {@code numPartitions}. Empty optional: choose by the hash of the key, as
     * without a partitioner. Empty set: drop the record.
     */
    Optional<Set<Integer>> partitions(String topic, @Nullable K key, @Nullable V value, int numPartitions);
}
