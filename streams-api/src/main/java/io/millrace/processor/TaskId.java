package io.millrace.processor;

import io.millrace.errors.TaskIdFormatException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names a task: a sub-topology and a partition, both from 0. Its string form is {@code subtopology_partition}, with
 * {@code topologyName__} in front for a named topology. Ordered by name, sub-topology, partition.
 */
public class TaskId implements Comparable<TaskId> {

    /** Stands between a topology's name and the rest of the string form. */
    public static final String NAMED_TOPOLOGY_DELIMITER = "__";

    private final int subtopology;
    private final int partition;
    private final @Nullable String topologyName;

    /** Names a task of a topology without a name. */
    public TaskId(int subtopology, int partition) {
        this(subtopology, partition, null);
    }

    /** Names a task; an empty topology name counts as none. */
    public TaskId(int subtopology, int partition, @Nullable String topologyName) {
        this.subtopology = subtopology;
        this.partition = partition;
        this.topologyName = topologyName == null || topologyName.isEmpty() ? null : topologyName;
    }

    /** Reads the string form. Throws {@link TaskIdFormatException} if {@code taskIdStr} is none. */
    public static TaskId parse(String taskIdStr) {
        int delimiter = taskIdStr.indexOf(NAMED_TOPOLOGY_DELIMITER);
        String name = delimiter < 0 ? null : taskIdStr.substring(0, delimiter);
        String numbers = delimiter < 0 ? taskIdStr : taskIdStr.substring(delimiter + NAMED_TOPOLOGY_DELIMITER.length());
        int underscore = numbers.indexOf('_');
        if (underscore <= 0 || underscore == numbers.length() - 1) {
            throw new TaskIdFormatException(taskIdStr);
        }
        try {
            int subtopology = Integer.parseInt(numbers.substring(0, underscore));
            int partition = Integer.parseInt(numbers.substring(underscore + 1));
            return new TaskId(subtopology, partition, name);
        } catch (NumberFormatException e) {
            throw new TaskIdFormatException(taskIdStr, e);
        }
    }

    /** Index of the sub-topology. */
    public int subtopology() {
        return subtopology;
    }

    /** Index of the partition. */
    public int partition() {
        return partition;
    }

    /** Name of the topology, or null if it has none. */
    public @Nullable String topologyName() {
        return topologyName;
    }

    /** Throws {@code IllegalStateException} if only one of both has a topology name. */
    @Override
    public int compareTo(TaskId other) {
        String name = topologyName;
        String otherName = other.topologyName;
        if (name != null && otherName != null) {
            int byName = name.compareTo(otherName);
            if (byName != 0) {
                return byName;
            }
        } else if (name != null || otherName != null) {
            throw new IllegalStateException(
                    "Task " + this + " cannot be compared to task " + other + ": only one has a topology name");
        }
        int bySubtopology = Integer.compare(subtopology, other.subtopology);
        return bySubtopology != 0 ? bySubtopology : Integer.compare(partition, other.partition);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof TaskId that
                        && subtopology == that.subtopology
                        && partition == that.partition
                        && Objects.equals(topologyName, that.topologyName);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Objects.hashCode(topologyName) + subtopology) + partition;
    }

    @Override
    public String toString() {
        String numbers = subtopology + "_" + partition;
        return topologyName == null ? numbers : topologyName + NAMED_TOPOLOGY_DELIMITER + numbers;
    }
}
