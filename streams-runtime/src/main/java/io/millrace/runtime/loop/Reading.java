package io.millrace.runtime.loop;

import io.millrace.log.LogConsumer;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.input.PartitionGroup.CommittedPosition;
import io.millrace.runtime.task.StreamTask;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What a loop's consumer reads for its tasks: where they start, who reads on and who waits for the others. Confined to the loop's thread. */
final class Reading {

    private static final long RECORDS_MAX = 1 << 18;

    private final LogConsumer consumer;
    private final TaskSet tasks;

    Reading(LogConsumer consumer, TaskSet tasks) {
        this.consumer = consumer;
        this.tasks = tasks;
    }

    /** Whether the group has the consumer read for a task still; the loop acts on that later than the consumer. */
    boolean isAssigned(StreamTask task) {
        return consumer.assignment().containsAll(task.partitions());
    }

    /** Puts a new task where its input is committed; it reads on once it is restored. */
    void start(StreamTask task) {
        Map<TopicPartition, CommittedPosition> positions = task.committedPositions();
        for (TopicPartition partition : task.partitions()) {
            CommittedPosition position = positions.getOrDefault(partition, CommittedPosition.NONE);
            if (position.offset() >= 0) {
                consumer.seek(partition, position.offset());
            }
            consumer.pause(partition);
        }
    }

    /** Records of a partition that are not polled; empty if that is not known. */
    OptionalLong lag(TopicPartition partition) {
        return consumer.lag(partition);
    }

    /** Whether a running task of this loop has much to read of what {@code writer} writes, which then waits, so that what lies between them stays in memory. */
    boolean isReaderFarBehind(StreamTask writer) {
        List<String> targets = writer.repartitionTargets();
        if (targets.isEmpty()) {
            return false;
        }
        for (StreamTask reader : tasks.all()) {
            if (reader.state() != StreamTask.State.RUNNING) {
                continue;
            }
            for (TopicPartition partition : reader.partitions()) {
                if (targets.contains(partition.topic())
                        && consumer.lag(partition).orElse(0) > RECORDS_MAX) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Has a task read on where its queues are short. */
    void balance(StreamTask task) {
        for (TopicPartition partition : task.partitions()) {
            if (task.isFull(partition)) {
                consumer.pause(partition);
            } else {
                consumer.resume(partition);
            }
        }
    }
}
