package io.millrace.runtime.task;

import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.input.PartitionGroup.CommittedPosition;
import io.millrace.runtime.output.TaskOutput;
import io.millrace.runtime.output.TopicWriter;
import io.millrace.stores.table.ChangelogWriter;
import io.millrace.stores.task.StoreSlot;
import io.millrace.stores.task.TaskStores;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The changelogs of a task's stores: writes to those that are topics of their own; a source topic that serves as changelog is only read. Confined to
 * the task's thread.
 */
final class Changelogs {

    private static final ChangelogWriter NOT_WRITTEN = (key, value, timestampMs, headers) -> {};

    private final TaskId taskId;
    private final TaskStores stores;
    private final TaskOutput output;
    private final Set<String> sourceTopics;

    /**
     * @param sourceTopics topics that the task reads; a store whose changelog is among them is not written to it
     */
    Changelogs(TaskId taskId, TaskStores stores, TaskOutput output, Set<String> sourceTopics) {
        this.taskId = taskId;
        this.stores = stores;
        this.output = output;
        this.sourceTopics = sourceTopics;
    }

    ChangelogWriter writer(StoreSlot slot) {
        if (sourceTopics.contains(slot.changelogTopic())) {
            return NOT_WRITTEN;
        }
        TopicWriter writer = output.topic(slot.changelogTopic());
        int partition = taskId.partition();
        return (key, value, timestampMs, headers) ->
                writer.append(partition, timestampMs, key, 0, key.length, value, headers);
    }

    /** Per store, the offset of the last changelog record that belongs to the commit that was just decided. */
    Map<String, Long> lastOffsets(TaskOutput output, CommittedPositions positions) {
        Map<String, Long> offsets = new HashMap<>();
        for (StoreSlot slot : stores.slots()) {
            if (!slot.isLogged()) {
                continue;
            }
            TopicPartition changelog = new TopicPartition(slot.changelogTopic(), taskId.partition());
            if (sourceTopics.contains(slot.changelogTopic())) {
                CommittedPosition position = positions.sealedOrCommitted(changelog);
                offsets.put(slot.name(), position.offset() - 1);
            } else {
                output.lastOffset(changelog).ifPresent(offset -> offsets.put(slot.name(), offset));
            }
        }
        return offsets;
    }
}
