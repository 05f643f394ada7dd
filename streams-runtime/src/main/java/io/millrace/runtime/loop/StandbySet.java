package io.millrace.runtime.loop;

import io.millrace.processor.StandbyUpdateListener.SuspendReason;
import io.millrace.processor.TaskId;
import io.millrace.runtime.directory.StateDirectory;
import io.millrace.runtime.task.StandbyTask;
import io.millrace.runtime.task.TaskFactory;
import io.millrace.runtime.task.TaskFactory.TaskSpec;
import io.millrace.runtime.topics.LivePlan;
import io.millrace.runtime.topics.TopicPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The standby tasks of one loop, and those it is to have as soon as their directories are free. Confined to the loop's thread. */
final class StandbySet {

    private static final Logger LOG = LoggerFactory.getLogger(StandbySet.class);

    private final String loopName;
    private final TaskFactory factory;
    private final LivePlan plan;
    private final StateDirectory directory;
    private final InstanceState instance;
    private final Map<TaskId, Owned> owned = new TreeMap<>();
    private final Set<TaskId> awaited = new TreeSet<>();

    private record Owned(StandbyTask task, StateDirectory.Lease lease) {}

    StandbySet(String loopName, TaskFactory factory, LoopEnvironment environment) {
        this.loopName = loopName;
        this.factory = factory;
        this.plan = environment.plan();
        this.directory = environment.directory();
        this.instance = environment.instance();
    }

    Set<TaskId> ids() {
        return Set.copyOf(owned.keySet());
    }

    /** From now on these; the others are closed. */
    void assign(Set<TaskId> wanted) {
        for (TaskId id : ids()) {
            if (!wanted.contains(id)) {
                end(id);
            }
        }
        awaited.clear();
        awaited.addAll(wanted);
        awaited.removeAll(owned.keySet());
    }

    /** Ends a standby. If the task goes on in this instance, its engines are left open for it. */
    private void end(TaskId id) {
        Owned one = owned.remove(id);
        if (one == null) {
            return;
        }
        instance.tasks().remove(one.task().local());
        if (instance.has(id)) {
            SuspendReason reason = instance.runs(id) ? SuspendReason.PROMOTED : SuspendReason.MIGRATED;
            try {
                one.lease().leave(one.task().detach(reason));
            } finally {
                one.lease().close();
            }
        } else {
            close(one);
        }
    }

    private static void close(Owned one) {
        try {
            one.task().close();
        } finally {
            one.lease().close();
        }
    }

    /** Makes the awaited ones whose directories are free; returns how many. */
    int open() {
        int count = 0;
        for (TaskId id : List.copyOf(awaited)) {
            StateDirectory.Lease lease = directory.tryAcquire(id).orElse(null);
            if (lease != null) {
                awaited.remove(id);
                open(id, lease);
                count++;
            }
        }
        return count;
    }

    private void open(TaskId id, StateDirectory.Lease lease) {
        TopicPlan now = plan.current();
        StandbyTask task;
        try {
            task = factory.createStandby(new TaskSpec(
                    id,
                    List.of(now.subTopology(id.subtopology())),
                    now.tasks().getOrDefault(id, List.of()),
                    lease.path(),
                    now.taskCount(id.subtopology()),
                    lease.takeLeft()));
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
        owned.put(id, new Owned(task, lease));
        task.publish();
        instance.tasks().add(task.local(), loopName);
        LOG.info("{} keeps a standby of task {}; it lacks {} records", loopName, id, task.lag());
    }

    /** Brings the standbys up to date as far as that goes now; returns how much was done. */
    int doWork(long nowNanos) {
        int count = 0;
        for (Owned one : owned.values()) {
            count += one.task().doWork(nowNanos);
        }
        return count;
    }

    /** How many changelog records each of them lacks. */
    Map<TaskId, Long> lags() {
        Map<TaskId, Long> lags = new HashMap<>();
        owned.forEach((id, one) -> lags.put(id, one.task().lag()));
        return lags;
    }

    /** Whether one of these standbys is here and lacks no more than so many records. */
    boolean hasCaughtUp(Set<TaskId> tasks, long acceptableLag) {
        return owned.entrySet().stream()
                .anyMatch(entry -> tasks.contains(entry.getKey())
                        && entry.getValue().task().lag() <= acceptableLag);
    }

    /** Closes all; one that fails is logged and does not keep the others open. */
    void closeAll() {
        awaited.clear();
        for (Owned one : List.copyOf(owned.values())) {
            owned.remove(one.task().id());
            instance.tasks().remove(one.task().local());
            try {
                close(one);
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "The standby of task {} failed to close; what it has is safe",
                        one.task().id(),
                        e);
            }
        }
    }
}
