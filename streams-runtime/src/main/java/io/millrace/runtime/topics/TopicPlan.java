package io.millrace.runtime.topics;

import io.millrace.errors.MissingSourceTopicException;
import io.millrace.errors.TopologyException;
import io.millrace.log.TopicAdmin;
import io.millrace.log.TopicDescription;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.RepartitionTopic;
import io.millrace.topology.dag.SinkNode;
import io.millrace.topology.dag.SourceNode;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Which topics each sub-topology reads, with how many partitions, and the tasks that follow from it. Immutable and safe from any thread.
 *
 * <p>Partition counts of repartition topics: as the user set them, else the largest count among the topics that the sub-topologies writing to them read, raised to
 * the largest of their co-partition group.
 */
public final class TopicPlan {

    private final String applicationId;
    private final ProcessorDag dag;
    private final Map<String, Integer> partitionCounts;
    private final Map<Integer, Set<String>> sourceTopics;
    /** Identities of the topics that match a pattern. */
    private final Map<String, UUID> matchingIds;

    private TopicPlan(
            String applicationId,
            ProcessorDag dag,
            Map<String, Integer> partitionCounts,
            Map<Integer, Set<String>> sourceTopics,
            Map<String, UUID> matchingIds) {
        this.applicationId = applicationId;
        this.dag = dag;
        this.partitionCounts = Map.copyOf(partitionCounts);
        this.sourceTopics = sourceTopics;
        this.matchingIds = Map.copyOf(matchingIds);
    }

    /**
     * Looks the source topics up and resolves all counts.
     *
     * @throws MissingSourceTopicException if a source topic does not exist
     * @throws TopologyException if counts contradict each other
     */
    public static TopicPlan resolve(ProcessorDag dag, String applicationId, TopicAdmin topics) {
        Map<Integer, Set<String>> sources = new TreeMap<>();
        Map<String, Integer> counts = new HashMap<>();
        Map<String, UUID> matchingIds = new HashMap<>();
        for (SubTopology part : dag.subTopologies()) {
            Set<String> names = new LinkedHashSet<>();
            for (SourceNode source : part.sources()) {
                for (TopicRef topic : source.topics()) {
                    String name = topic.resolve(applicationId);
                    names.add(name);
                    if (topic.internal()) {
                        topics.describe(name).ifPresent(found -> counts.put(name, found.partitionCount()));
                    } else {
                        counts.put(name, requireTopic(topics, name, source));
                    }
                }
                source.pattern()
                        .ifPresent(pattern -> matching(pattern, topics).forEach(found -> {
                            names.add(found.name());
                            counts.put(found.name(), found.partitionCount());
                            matchingIds.put(found.name(), found.id());
                        }));
            }
            sources.put(part.id(), names);
        }
        TopicPlan unresolved = new TopicPlan(applicationId, dag, counts, sources, matchingIds);
        return new TopicPlan(applicationId, dag, unresolved.withRepartitionTopics(), sources, matchingIds);
    }

    /** A topic may be deleted after it was listed: it counts only if it is still there. */
    private static List<TopicDescription> matching(Pattern pattern, TopicAdmin topics) {
        return topics.list().stream()
                .filter(name -> pattern.matcher(name).matches())
                .sorted()
                .flatMap(name -> topics.describe(name).stream())
                .toList();
    }

    private static int requireTopic(TopicAdmin topics, String name, SourceNode source) {
        Optional<TopicDescription> found = topics.describe(name);
        return found.orElseThrow(
                        () -> new MissingSourceTopicException(
                                "Source '" + source.name() + "' reads topic '" + name
                                        + "', which does not exist. Create it before starting, for example with EmbeddedBroker.createTopic."))
                .partitionCount();
    }

    private Map<String, Integer> withRepartitionTopics() {
        Map<String, Integer> counts = new HashMap<>(partitionCounts);
        Map<String, Integer> explicit = new HashMap<>();
        Set<String> open = new LinkedHashSet<>();
        for (SubTopology part : dag.subTopologies()) {
            for (RepartitionTopic topic : part.repartitionSources()) {
                String name = topic.topic().resolve(applicationId);
                topic.partitionCount().ifPresent(count -> explicit.put(name, count));
                open.add(name);
            }
        }
        open.forEach(counts::remove);
        counts.putAll(explicit);
        open.removeAll(explicit.keySet());
        resolveFromWriters(counts, open);
        new CoPartitioning(applicationId, dag, explicit.keySet()).apply(counts);
        return counts;
    }

    /** Repeats until nothing changes, since the topics that a writer reads may be repartition topics themselves. */
    private void resolveFromWriters(Map<String, Integer> counts, Set<String> open) {
        boolean progress = true;
        while (!open.isEmpty() && progress) {
            progress = false;
            for (String name : List.copyOf(open)) {
                int count = countFromWriters(name, counts);
                if (count > 0) {
                    counts.put(name, count);
                    open.remove(name);
                    progress = true;
                }
            }
        }
        if (!open.isEmpty()) {
            throw new TopologyException(
                    "The partition counts of the repartition topics " + open
                            + " cannot be found: each depends on another of them. Set a count with Repartitioned.withNumberOfPartitions.");
        }
    }

    /** The largest count known among what the writers read; 0 if none is known yet. A writer may read the topic it is resolved for, by way of others. */
    private int countFromWriters(String name, Map<String, Integer> counts) {
        int largest = 0;
        for (SubTopology part : dag.subTopologies()) {
            boolean writes = part.sinks().stream().anyMatch(sink -> writesTo(sink, name));
            if (!writes) {
                continue;
            }
            for (String read : sourceTopics(part.id())) {
                largest = Math.max(largest, counts.getOrDefault(read, 0));
            }
        }
        return largest;
    }

    private boolean writesTo(SinkNode sink, String name) {
        TopicRef topic = sink.topic();
        return topic != null && topic.resolve(applicationId).equals(name);
    }

    public ProcessorDag dag() {
        return dag;
    }

    public String applicationId() {
        return applicationId;
    }

    /** Names on the broker of the topics that a sub-topology reads. */
    public Set<String> sourceTopics(int subTopology) {
        return sourceTopics.getOrDefault(subTopology, Set.of());
    }

    /** Whether topics are chosen by a pattern, so that the plan can change. */
    public boolean hasPatterns() {
        return dag.subTopologies().stream()
                .flatMap(part -> part.sources().stream())
                .anyMatch(source -> source.pattern().isPresent());
    }

    /** Whether another plan of the same topology reads the same partitions. */
    boolean readsTheSameAs(TopicPlan other) {
        return sourceTopics.equals(other.sourceTopics)
                && partitionCounts.equals(other.partitionCounts)
                && matchingIds.equals(other.matchingIds);
    }

    /** Identities of those among {@code partitions} whose topics match a pattern, by name: a topic that is deleted and made again has another. */
    public Map<String, UUID> matchingIds(Collection<TopicPartition> partitions) {
        Map<String, UUID> ids = new HashMap<>();
        for (TopicPartition partition : partitions) {
            UUID id = matchingIds.get(partition.topic());
            if (id != null) {
                ids.put(partition.topic(), id);
            }
        }
        return ids;
    }

    /** Names on the broker of all topics that are read. */
    public Set<String> allSourceTopics() {
        Set<String> all = new TreeSet<>();
        sourceTopics.values().forEach(all::addAll);
        return all;
    }

    /**
     * Those of the partitions that a task reads. The partitions may be of a newer plan than this one: topics that it does not know count by the pattern that they
     * match.
     */
    public List<TopicPartition> partitionsOf(TaskId task, Collection<TopicPartition> partitions) {
        SubTopology part = subTopology(task.subtopology());
        return partitions.stream()
                .filter(partition -> partition.partition() == task.partition() && reads(part, partition.topic()))
                .toList();
    }

    private boolean reads(SubTopology part, String topic) {
        return part.sources().stream()
                .anyMatch(source -> source.topics().stream()
                                .anyMatch(ref -> ref.resolve(applicationId).equals(topic))
                        || source.pattern()
                                .filter(pattern -> pattern.matcher(topic).matches())
                                .isPresent());
    }

    /** Partition count of a topic that some sub-topology reads. */
    public int partitionCount(String topic) {
        Integer count = partitionCounts.get(topic);
        if (count == null) {
            throw new IllegalArgumentException("No sub-topology reads topic '" + topic + "'");
        }
        return count;
    }

    /** Number of tasks of a sub-topology: the largest partition count among its topics. */
    public int taskCount(int subTopology) {
        return sourceTopics(subTopology).stream()
                .mapToInt(this::partitionCount)
                .max()
                .orElse(0);
    }

    /** All tasks with the partitions that each reads, in order of task id. */
    public Map<TaskId, List<TopicPartition>> tasks() {
        Map<TaskId, List<TopicPartition>> tasks = new LinkedHashMap<>();
        for (SubTopology part : dag.subTopologies()) {
            for (int partition = 0; partition < taskCount(part.id()); partition++) {
                List<TopicPartition> partitions = new ArrayList<>();
                for (String topic : sourceTopics(part.id())) {
                    if (partition < partitionCount(topic)) {
                        partitions.add(new TopicPartition(topic, partition));
                    }
                }
                tasks.put(new TaskId(part.id(), partition), partitions);
            }
        }
        return tasks;
    }

    /** Those of the tasks that have a store with a changelog. */
    public Set<TaskId> statefulTasks() {
        Set<TaskId> stateful = new TreeSet<>();
        for (TaskId task : tasks().keySet()) {
            if (subTopology(task.subtopology()).stores().stream().anyMatch(store -> store.changelog() != null)) {
                stateful.add(task);
            }
        }
        return stateful;
    }

    /** The sub-topology of that id. */
    public SubTopology subTopology(int id) {
        return dag.subTopologies().stream()
                .filter(part -> part.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no sub-topology " + id));
    }
}
