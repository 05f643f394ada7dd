package io.millrace.runtime.input;

import io.millrace.log.RecordBatch;
import io.millrace.record.TopicPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a task. The next record is the one with the smallest timestamp among the heads; queues with equal heads come out in the order that
 * {@link PriorityQueue} gives them with one offer when a queue becomes non-empty and a poll and an offer per record, which is what Kafka
 * Streams 4.3.1 does. Confined to the task's thread.
 */
public final class PartitionGroup {

    private final Map<TopicPartition, PartitionQueue> queues = new LinkedHashMap<>();
    private final PriorityQueue<PartitionQueue> nonEmpty =
            new PriorityQueue<>(Comparator.comparingLong(PartitionQueue::headTimestampMs));
    private final @Nullable PartitionQueue only;
    private long streamTimeMs = -1;
    private int nonEmptyCount;

    public PartitionGroup(List<PartitionQueue> queues) {
        queues.forEach(queue -> this.queues.put(queue.partition(), queue));
        this.only = queues.size() == 1 ? queues.get(0) : null;
    }

    public List<PartitionQueue> queues() {
        return new ArrayList<>(queues.values());
    }

    /** Adds what was polled of one of the partitions. */
    public void add(TopicPartition partition, RecordBatch batch) {
        PartitionQueue queue = queues.get(partition);
        if (queue == null) {
            throw new IllegalStateException("Partition " + partition + " does not belong to the task");
        }
        boolean wasEmpty = queue.isEmpty();
        queue.add(batch);
        if (wasEmpty && !queue.isEmpty()) {
            nonEmptyCount++;
            if (only == null) {
                nonEmpty.offer(queue);
            }
        }
    }

    /** The queue whose head is next; null if all are empty. Call {@link #processed} once it has been processed. */
    public @Nullable PartitionQueue next() {
        PartitionQueue queue = only != null ? only : nonEmpty.peek();
        if (queue == null || queue.isEmpty()) {
            return null;
        }
        if (only == null) {
            nonEmpty.poll();
        }
        streamTimeMs = Math.max(streamTimeMs, queue.headTimestampMs());
        return queue;
    }

    /** The head of the queue that {@link #next} returned has been processed. */
    public void processed(PartitionQueue queue) {
        queue.removeHead();
        if (queue.isEmpty()) {
            nonEmptyCount--;
        } else if (only == null) {
            nonEmpty.offer(queue);
        }
    }

    /** Whether no queue has a record. */
    public boolean isEmpty() {
        return nonEmptyCount == 0;
    }

    /** Whether every queue has a record. */
    public boolean isComplete() {
        return nonEmptyCount == queues.size();
    }

    /** The largest timestamp taken so far over all partitions; -1 before the first. */
    public long streamTimeMs() {
        return streamTimeMs;
    }

    /** Drops what waits, and continues at what was committed. */
    public void reset(Map<TopicPartition, CommittedPosition> committed) {
        nonEmpty.clear();
        nonEmptyCount = 0;
        streamTimeMs = -1;
        for (PartitionQueue queue : queues.values()) {
            CommittedPosition position = committed.getOrDefault(queue.partition(), CommittedPosition.NONE);
            queue.reset(position.offset(), position.partitionTimeMs());
            streamTimeMs = Math.max(streamTimeMs, position.partitionTimeMs());
        }
    }

    /**
     * How far a partition is committed.
     *
     * @param offset the next one to process; -1 if nothing was committed
     * @param partitionTimeMs the largest timestamp up to there; -1 if there is none
     */
    public record CommittedPosition(long offset, long partitionTimeMs) {

        /** Nothing was committed. */
        public static final CommittedPosition NONE = new CommittedPosition(-1, -1);
    }

    /** Records that are buffered of a partition; 0 if it is not one of these. */
    public int size(TopicPartition partition) {
        PartitionQueue queue = queues.get(partition);
        return queue == null ? 0 : queue.size();
    }
}
