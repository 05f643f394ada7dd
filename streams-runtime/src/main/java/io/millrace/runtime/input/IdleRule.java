package io.millrace.runtime.input;

import io.millrace.record.TopicPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Whether a task whose queues are not all filled should go on: {@code max.task.idle.ms}. With 0 it waits while an empty input is known to have unread data
 * or its lag is unknown; with a positive value also that long for inputs that are caught up; with -1 never. Confined to the task's
 * thread.
 */
public final class IdleRule {

    private static final long NEVER_WAIT = -1;

    private final long maxIdleMs;
    private final Map<TopicPartition, Long> idleSinceMs = new HashMap<>();

    public IdleRule(long maxIdleMs) {
        this.maxIdleMs = maxIdleMs;
    }

    /**
     * @param lag records that the broker has and the task has not read, per partition; empty if it is not known
     */
    public boolean mayProcess(PartitionGroup group, long nowMs, Function<TopicPartition, OptionalLong> lag) {
        if (group.isEmpty()) {
            return false;
        }
        if (maxIdleMs == NEVER_WAIT || group.isComplete()) {
            idleSinceMs.clear();
            return true;
        }
        boolean may = true;
        for (PartitionQueue queue : group.queues()) {
            if (queue.isEmpty()) {
                may &= mayIgnore(queue.partition(), nowMs, lag.apply(queue.partition()));
            } else {
                idleSinceMs.remove(queue.partition());
            }
        }
        return may;
    }

    private boolean mayIgnore(TopicPartition partition, long nowMs, OptionalLong lag) {
        if (lag.isEmpty() || lag.getAsLong() > 0) {
            idleSinceMs.remove(partition);
            return false;
        }
        return maxIdleMs == 0 || nowMs - idleSinceMs.computeIfAbsent(partition, p -> nowMs) >= maxIdleMs;
    }
}
