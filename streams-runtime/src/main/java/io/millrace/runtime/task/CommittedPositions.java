package io.millrace.runtime.task;

import io.millrace.log.CommittedOffset;
import io.millrace.query.Position;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.input.PartitionGroup.CommittedPosition;
import io.millrace.runtime.input.PartitionQueue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far a task's input is committed, and what a commit that is being made will add. Confined to the task's thread. */
final class CommittedPositions {

    private final String fingerprint;
    private final Map<String, UUID> topicIds;
    private final Map<TopicPartition, CommittedPosition> committed = new HashMap<>();
    private @Nullable Map<TopicPartition, CommittedPosition> pending;

    /**
     * @param topicIds of the topics that are read: what is committed is refused if one of them was made anew meanwhile
     */
    CommittedPositions(String fingerprint, Map<String, UUID> topicIds) {
        this.fingerprint = fingerprint;
        this.topicIds = Map.copyOf(topicIds);
    }

    /** Where a partition starts: what the group has committed, or what the reset policy chose. */
    void start(TopicPartition partition, CommittedPosition position) {
        committed.put(partition, position);
    }

    Map<TopicPartition, CommittedPosition> all() {
        return committed;
    }

    /** Whether a commit would move a position. */
    boolean hasMoved(List<PartitionQueue> queues) {
        for (PartitionQueue queue : queues) {
            if (hasMoved(queue)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasMoved(PartitionQueue queue) {
        long position = queue.position();
        CommittedPosition last = committed.get(queue.partition());
        return position >= 0 && (last == null || position != last.offset());
    }

    /**
     * The offsets of the commit that is being made: those that moved.
     *
     * @param progress of operators, to be committed beside each of them
     */
    Map<TopicPartition, CommittedOffset> seal(List<PartitionQueue> queues, Map<String, Long> progress) {
        Map<TopicPartition, CommittedOffset> offsets = new LinkedHashMap<>();
        Map<TopicPartition, CommittedPosition> sealed = new HashMap<>();
        for (PartitionQueue queue : queues) {
            if (hasMoved(queue)) {
                CommittedPosition position = new CommittedPosition(queue.position(), queue.partitionTimeMs());
                sealed.put(queue.partition(), position);
                String metadata = new CommitMetadata(position.partitionTimeMs(), fingerprint, progress).encode();
                offsets.put(
                        queue.partition(),
                        new CommittedOffset(
                                position.offset(),
                                metadata,
                                topicIds.get(queue.partition().topic())));
            }
        }
        pending = sealed;
        return offsets;
    }

    /** What the partition's committed position will be once the commit that is being made is decided. */
    CommittedPosition sealedOrCommitted(TopicPartition partition) {
        CommittedPosition sealed = pending == null ? null : pending.get(partition);
        return sealed != null ? sealed : committed.getOrDefault(partition, CommittedPosition.NONE);
    }

    /** Offsets of the last input records that are committed, or are about to be. */
    Position position() {
        Position position = Position.emptyPosition();
        for (TopicPartition partition : committed.keySet()) {
            long offset = sealedOrCommitted(partition).offset();
            if (offset > 0) {
                position.withComponent(partition.topic(), partition.partition(), offset - 1);
            }
        }
        return position;
    }

    /** Offsets behind the last committed input records. */
    Map<TopicPartition, Long> offsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        committed.forEach((partition, position) -> {
            if (position.offset() >= 0) {
                offsets.put(partition, position.offset());
            }
        });
        return offsets;
    }

    void committed() {
        if (pending != null) {
            pending.forEach(committed::put);
            pending = null;
        }
    }

    void rewind() {
        pending = null;
    }
}
