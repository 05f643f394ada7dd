package io.millrace.runtime.task;

import io.millrace.errors.ProcessorStateException;
import io.millrace.log.RecordTooLargeException;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.input.PartitionGroup.CommittedPosition;
import io.millrace.runtime.output.TaskOutput;
import io.millrace.runtime.output.TopicWriter;
import io.millrace.stores.table.ChangelogWriter;
import io.millrace.stores.task.StoreSlot;
import io.millrace.stores.task.TaskStores;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        return (key, value, timestampMs, headers) -> {
            try {
                writer.append(partition, timestampMs, key, 0, key.length, value, headers);
            } catch (RecordTooLargeException e) {
                throw tooLarge(slot, key, value, e);
            }
        };
    }

    /** A change of a store that cannot be logged cannot be skipped either: the store would not be what its changelog says. */
    private ProcessorStateException tooLarge(
            StoreSlot slot, byte[] key, byte @Nullable [] value, RecordTooLargeException e) {
        return new ProcessorStateException(
                "The value of a key in store '" + slot.name() + "' of task " + taskId
                        + " is too large for its changelog '"
                        + slot.changelogTopic() + "': " + (value == null ? 0 : value.length) + " bytes, key of "
                        + key.length + " bytes that begins with 0x"
                        + HexFormat.of().formatHex(key, 0, Math.min(key.length, 32)) + ". " + e.getMessage()
                        + " No handler is asked, since a store that differs from its changelog would be wrong after a restart. The task goes back to"
                        + " its last commit. Raise max.message.bytes of the changelog, or keep the values of that store smaller.",
                e);
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
