package io.millrace.runtime.loop;

import io.millrace.log.RecordBatch;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.directory.StateDirectory;
import io.millrace.runtime.task.StreamTask;
import io.millrace.runtime.task.TaskFactory;
import io.millrace.runtime.topics.LivePlan;
import io.millrace.runtime.topics.TopicPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tasks of one loop, and those it is to have as soon as their directories are free. Confined to the loop's thread. */
final class TaskSet {

    private static final Logger LOG = LoggerFactory.getLogger(TaskSet.class);

    private final String loopName;
    private final TaskFactory factory;
    private final LivePlan plan;
    private final StateDirectory directory;
    private final InstanceState instance;
    private final Map<TaskId, Owned> owned = new TreeMap<>();
    private final Map<TopicPartition, StreamTask> byPartition = new HashMap<>();
    private final Map<TaskId, List<TopicPartition>> awaited = new TreeMap<>();

    /**
     * A task of this loop.
     *
     * @param topicIds identities, when it was made, of its topics that match a pattern
     */
    private record Owned(StreamTask task, StateDirectory.Lease lease, Map<String, UUID> topicIds) {}

    TaskSet(String loopName, TaskFactory factory, LoopEnvironment environment) {
        this.loopName = loopName;
        this.factory = factory;
        this.plan = environment.plan();
        this.directory = environment.directory();
        this.instance = environment.instance();
    }

    /** The tasks, in order of id. */
    List<StreamTask> all() {
        List<StreamTask> tasks = new ArrayList<>(owned.size());
        owned.values().forEach(one -> tasks.add(one.task()));
        return tasks;
    }

    Set<TaskId> ids() {
        return Set.copyOf(owned.keySet());
    }

    /** Whether every task that it is to have exists. */
    boolean isComplete() {
        return awaited.isEmpty();
    }

    /** From now on these with these partitions; the others are to be closed by {@link #leaving} and {@link #leave(StreamTask)}. */
    void assign(Map<TaskId, List<TopicPartition>> tasks) {
        awaited.clear();
        tasks.forEach((id, partitions) -> {
            if (!owned.containsKey(id)) {
                awaited.put(id, partitions);
            }
        });
    }

    /**
     * The tasks that are not among {@code staying}, or are to read other partitions than they do, or partitions of a topic that was deleted and has been made again:
     * those are made anew.
     */
    List<StreamTask> leaving(Map<TaskId, List<TopicPartition>> staying) {
        return owned.values().stream()
                .filter(one -> !stays(one, staying))
                .map(Owned::task)
                .toList();
    }

    private boolean stays(Owned one, Map<TaskId, List<TopicPartition>> staying) {
        List<TopicPartition> partitions = staying.getOrDefault(one.task().id(), List.of());
        return Set.copyOf(one.task().partitions()).equals(Set.copyOf(partitions))
                && one.topicIds().equals(plan.current().matchingIds(partitions));
    }

    /** Makes the awaited tasks whose directories are free; returns them. */
    List<StreamTask> open() {
        List<StreamTask> opened = new ArrayList<>();
        for (Map.Entry<TaskId, List<TopicPartition>> entry : List.copyOf(awaited.entrySet())) {
            Optional<StateDirectory.Lease> lease = directory.tryAcquire(entry.getKey());
            if (lease.isPresent()) {
                opened.add(open(entry.getKey(), entry.getValue(), lease.get()));
                awaited.remove(entry.getKey());
            }
        }
        return opened;
    }

    private StreamTask open(TaskId id, List<TopicPartition> partitions, StateDirectory.Lease lease) {
        TopicPlan now = plan.current();
        StreamTask task;
        try {
            task = factory.create(new TaskFactory.TaskSpec(
                    id,
                    List.of(now.subTopology(id.subtopology())),
                    partitions,
                    lease.path(),
                    now.taskCount(id.subtopology()),
                    lease.takeLeft()));
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
        owned.put(id, new Owned(task, lease, now.matchingIds(partitions)));
        task.publish();
        instance.tasks().add(task.local(), loopName);
        partitions.forEach(partition -> byPartition.put(partition, task));
        return task;
    }

    @Nullable
    StreamTask reading(TopicPartition partition) {
        return byPartition.get(partition);
    }

    /** Hands a batch to the task that reads its partition; dropped if that task is gone, whose successor reads it again. */
    void add(RecordBatch batch) {
        StreamTask task = byPartition.get(batch.partition());
        if (task != null) {
            task.add(batch.partition(), batch);
        }
    }

    /** Closes a task that is not to be here any more. If it goes on in this instance, the engines of its stores are left open for it. */
    void leave(StreamTask task) {
        if (!instance.has(task.id())) {
            close(task);
            return;
        }
        Owned one = forget(task);
        if (one == null) {
            return;
        }
        try {
            one.lease().leave(task.detach());
        } finally {
            one.lease().close();
        }
    }

    private @Nullable Owned forget(StreamTask task) {
        Owned one = owned.remove(task.id());
        if (one != null) {
            task.partitions().forEach(byPartition::remove);
            instance.tasks().remove(task.local());
        }
        return one;
    }

    private void close(StreamTask task) {
        Owned one = forget(task);
        if (one == null) {
            return;
        }
        try {
            task.close();
        } finally {
            one.lease().close();
        }
    }

    /** How many changelog records the tasks lack. */
    Map<TaskId, Long> lags() {
        Map<TaskId, Long> lags = new HashMap<>();
        owned.forEach((id, one) -> lags.put(id, one.task().lag()));
        return lags;
    }

    /** Closes all tasks; one that fails is logged and does not keep the others open. */
    void closeAll() {
        awaited.clear();
        for (StreamTask task : all()) {
            try {
                close(task);
            } catch (RuntimeException | Error e) {
                LOG.error("Task {} failed to close; its committed data is safe", task.id(), e);
            }
        }
    }
}
