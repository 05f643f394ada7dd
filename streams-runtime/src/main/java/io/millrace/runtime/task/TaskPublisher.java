package io.millrace.runtime.task;

import io.millrace.record.TopicPartition;
import io.millrace.runtime.graph.TaskScope;
import io.millrace.runtime.input.PartitionQueue;
import io.millrace.runtime.metrics.Meter;
import io.millrace.runtime.query.LocalTask;
import io.millrace.stores.task.StoreSlot;
import io.millrace.stores.task.TaskStores;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps a task's public face up to date. Confined to the task's thread. */
final class TaskPublisher {

    private final LocalTask local;
    private final TaskStores stores;
    private final CommittedPositions positions;
    private final Meter meter;

    TaskPublisher(TaskScope scope, List<PartitionQueue> queues, CommittedPositions positions) {
        this.stores = scope.stores();
        this.positions = positions;
        this.meter = scope.metrics().commits();
        this.local = local(scope, queues.stream().map(PartitionQueue::partition).toList());
    }

    /** The public face of a task that is being made. */
    static LocalTask local(TaskScope scope, Collection<TopicPartition> inputs) {
        Map<String, LocalTask.Store> published = new HashMap<>();
        for (StoreSlot slot : scope.stores().slots()) {
            TopicPartition changelog = slot.isLogged()
                    ? new TopicPartition(slot.changelogTopic(), scope.taskId().partition())
                    : null;
            published.put(slot.name(), new LocalTask.Store(slot.store(), slot.changelogTopic(), changelog));
        }
        return new LocalTask(scope.taskId(), Set.copyOf(inputs), published, scope.metrics());
    }

    LocalTask local() {
        return local;
    }

    /** From now on committed rows are published. */
    void start() {
        stores.publish(local.views());
        stores.publishRestored(positions.position());
        restored();
        committed();
    }

    void restored() {
        stores.slots().forEach(slot -> local.restored(slot.name(), slot.changelogOffset() + 1));
    }

    void running() {
        stores.publishRestored(positions.position());
        local.changeState(LocalTask.State.RUNNING);
    }

    /** A slice of so many records was processed, none while the task waits; returns the number. */
    int processed(int count, long nowMs) {
        local.idle(count == 0, nowMs);
        return count;
    }

    /** Answers who wants to read the stores as they are; returns how many questions that were. Between two records. */
    int answer() {
        return local.questions().answer(stores::find);
    }

    /** Something was committed. */
    void committed() {
        local.committed(positions.offsets());
    }

    /** The task's records are in a commit that took so long. */
    void committed(long nanos) {
        committed();
        meter.record(1, nanos);
    }

    void closed() {
        local.changeState(LocalTask.State.CLOSED);
    }
}
