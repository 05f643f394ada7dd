package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.InvalidStateStorePartitionException;
import io.millrace.log.KeyHash;
import io.millrace.processor.TaskId;
import io.millrace.runtime.assignment.Distribution;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.serialization.Serde;
import io.millrace.topology.dag.ProcessorDag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions of a store the group has given this instance. With it a query knows whether what it finds here is all that is to be here, and so does not take a partition
 * that is on its way between threads for an empty one. Immutable.
 */
final class InstanceShare {

    private final ProcessorDag dag;
    private final Optional<TopicPlan> plan;
    private final List<TaskId> tasks;

    /**
     * @param plan empty before the start
     * @param mine what the group has given this instance; empty if it has not yet
     */
    InstanceShare(ProcessorDag dag, Optional<TopicPlan> plan, Optional<Distribution.Instance> mine) {
        this.dag = dag;
        this.plan = plan;
        this.tasks = mine.map(Distribution.Instance::tasks).orElse(List.of());
    }

    /** Numbers of the partitions of a store that are to be here. */
    List<Integer> partitionsOf(String store) {
        int owner = ClusterMetadata.ownerOf(dag, store).orElseThrow().id();
        List<Integer> partitions = new ArrayList<>();
        for (TaskId task : tasks) {
            if (task.subtopology() == owner) {
                partitions.add(task.partition());
            }
        }
        return partitions;
    }

    private int countOf(String store) {
        int owner = ClusterMetadata.ownerOf(dag, store).orElseThrow().id();
        return plan.map(known -> known.taskCount(owner)).orElse(0);
    }

    /**
     * Checks that nothing is missing among the partitions that were found.
     *
     * @throws InvalidStateStoreException if one is to be here and is not
     */
    void requireAll(String store, Collection<Integer> found) {
        List<Integer> missing = new ArrayList<>(partitionsOf(store));
        missing.removeAll(found);
        if (!missing.isEmpty()) {
            throw new InvalidStateStoreException(
                    "Partitions " + missing + " of store '" + store
                            + "' belong to this instance, but are not open at the moment: they are being moved between threads or instances. Try again.");
        }
    }

    /**
     * Checks, for a key of which nothing was found, that its partition was looked at, if keys are distributed by their hash as they are by default.
     *
     * @param keys serde of the store's keys; null if it is not known, when nothing can be checked
     * @throws InvalidStateStorePartitionException if it was not
     */
    <K> void requirePartitionOf(
            K key, String store, @Nullable Serde<K> keys, String serdeTopic, Collection<Integer> found) {
        int count = countOf(store);
        byte[] bytes =
                keys == null || found.size() >= count ? null : keys.serializer().serialize(serdeTopic, key);
        if (bytes == null) {
            return;
        }
        int partition = KeyHash.partition(bytes, 0, bytes.length, count);
        if (!found.contains(partition)) {
            throw new InvalidStateStorePartitionException(
                    "Key " + key + " of store '" + store + "' belongs to partition "
                            + partition + ", and " + found
                            + " are on this instance. Ask queryMetadataForKey where it is. If keys are distributed by a partitioner of the program,"
                            + " name the partition with StoreQueryParameters.withPartition.");
        }
    }
}
