package io.millrace.runtime;

import io.millrace.errors.UnknownStateStoreException;
import io.millrace.log.KeyHash;
import io.millrace.processor.StreamPartitioner;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.assignment.Distribution;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.serialization.Serializer;
import io.millrace.state.HostInfo;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.StoreSpec;
import io.millrace.topology.dag.SubTopology;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which instance of the application has which store partitions, as the group's leader told all of them last. Immutable. */
final class ClusterMetadata {

    private final ProcessorDag dag;
    private final TopicPlan plan;
    private final Distribution distribution;

    ClusterMetadata(ProcessorDag dag, TopicPlan plan, Distribution distribution) {
        this.dag = dag;
        this.plan = plan;
        this.distribution = distribution;
    }

    /** Names of global stores. */
    static Set<String> globalStores(ProcessorDag dag) {
        return dag.globalStores().stream().map(node -> node.store().name()).collect(Collectors.toSet());
    }

    /** The sub-topology that has a store; empty if none has. */
    static Optional<SubTopology> ownerOf(ProcessorDag dag, String store) {
        return dag.subTopologies().stream()
                .filter(part ->
                        part.stores().stream().anyMatch(spec -> spec.name().equals(store)))
                .findFirst();
    }

    /** Throws if the topology has no such store, global or not. */
    static void requireStore(ProcessorDag dag, String store) {
        if (ownerOf(dag, store).isEmpty() && !globalStores(dag).contains(store)) {
            Set<String> known = new TreeSet<>(globalStores(dag));
            dag.subTopologies().forEach(part -> part.stores().forEach(spec -> known.add(spec.name())));
            throw new UnknownStateStoreException(
                    "The topology has no store '" + store + "'; it has " + known + ". Only stores with a name of their"
                            + " own are worth asking for: name them with Materialized.as.");
        }
    }

    /** All instances. */
    Collection<StreamsMetadata> instances() {
        return distribution.instances().stream().map(this::describe).toList();
    }

    /** The instances that have a part of the store, or a copy of one; all of them for a global one. */
    Collection<StreamsMetadata> instancesWith(String store) {
        return instances().stream()
                .filter(instance -> instance.stateStoreNames().contains(store)
                        || instance.standbyStateStoreNames().contains(store))
                .toList();
    }

    private StreamsMetadata describe(Distribution.Instance instance) {
        Set<String> stores = storesOf(instance.tasks());
        stores.addAll(globalStores(dag));
        return new InstanceMetadata(
                host(instance),
                Set.copyOf(stores),
                partitionsOf(instance.tasks()),
                Set.copyOf(storesOf(instance.standbys())),
                partitionsOf(instance.standbys()));
    }

    private Set<String> storesOf(List<TaskId> tasks) {
        Set<String> stores = new HashSet<>();
        for (TaskId task : tasks) {
            plan.subTopology(task.subtopology()).stores().stream()
                    .map(StoreSpec::name)
                    .forEach(stores::add);
        }
        return stores;
    }

    private Set<TopicPartition> partitionsOf(List<TaskId> tasks) {
        Map<TaskId, List<TopicPartition>> all = plan.tasks();
        return tasks.stream()
                .flatMap(task -> all.getOrDefault(task, List.of()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static HostInfo host(Distribution.Instance instance) {
        HostInfo host = HostInfo.buildFromEndpoint(instance.endpoint());
        return host == null ? HostInfo.unavailable() : host;
    }

    /** Where a key is, as the default partitioner distributes keys. */
    <K> KeyQueryMetadata find(String store, K key, Serializer<K> serializer, HostInfo here) {
        return find(store, here, (topic, count) -> {
            byte[] bytes = serializer.serialize(topic, key);
            if (bytes == null) {
                throw new IllegalArgumentException("The serializer makes nothing of the key " + key);
            }
            return KeyHash.partition(bytes, 0, bytes.length, count);
        });
    }

    /** Where a key is, as a partitioner of the program distributes keys. */
    <K> KeyQueryMetadata find(String store, K key, StreamPartitioner<? super K, ?> partitioner, HostInfo here) {
        return find(store, here, (topic, count) -> {
            Optional<Set<Integer>> chosen = partitioner.partitions(topic, key, null, count);
            if (chosen.isEmpty() || chosen.get().size() != 1) {
                throw new IllegalArgumentException("The partitioner must choose one partition for the key " + key
                        + ", but chose " + chosen.map(Set::toString).orElse("none"));
            }
            return chosen.get().iterator().next();
        });
    }

    @FunctionalInterface
    private interface PartitionOf {
        int choose(String topic, int count);
    }

    private KeyQueryMetadata find(String store, HostInfo here, PartitionOf partitionOf) {
        SubTopology part = ownerOf(dag, store).orElse(null);
        if (part == null) {
            return new KeyQueryMetadata(here, Set.of(), -1);
        }
        int count = plan.taskCount(part.id());
        String topic = plan.sourceTopics(part.id()).stream().findFirst().orElse(null);
        if (count == 0 || topic == null) {
            return KeyQueryMetadata.NOT_AVAILABLE;
        }
        TaskId task = new TaskId(part.id(), partitionOf.choose(topic, count));
        return distribution.instances().stream()
                .filter(instance -> instance.tasks().contains(task))
                .findFirst()
                .map(instance -> new KeyQueryMetadata(host(instance), standbyHosts(task), task.partition()))
                .orElse(KeyQueryMetadata.NOT_AVAILABLE);
    }

    private Set<HostInfo> standbyHosts(TaskId task) {
        return distribution.instances().stream()
                .filter(instance -> instance.standbys().contains(task))
                .map(ClusterMetadata::host)
                .collect(Collectors.toSet());
    }

    private record InstanceMetadata(
            HostInfo hostInfo,
            Set<String> stateStoreNames,
            Set<TopicPartition> topicPartitions,
            Set<String> standbyStateStoreNames,
            Set<TopicPartition> standbyTopicPartitions)
            implements StreamsMetadata {

        @Override
        public String host() {
            return hostInfo.host();
        }

        @Override
        public int port() {
            return hostInfo.port();
        }
    }

    /** Where this instance is. */
    static HostInfo here(@Nullable String endpoint) {
        HostInfo host = HostInfo.buildFromEndpoint(endpoint);
        return host == null ? HostInfo.unavailable() : host;
    }
}
