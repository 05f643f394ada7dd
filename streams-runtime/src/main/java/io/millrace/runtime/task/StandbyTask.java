package io.millrace.runtime.task;

import io.millrace.processor.StandbyUpdateListener.SuspendReason;
import io.millrace.processor.TaskId;
import io.millrace.query.Position;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.graph.TaskScope;
import io.millrace.runtime.query.LocalTask;
import io.millrace.runtime.restore.StandbyUpdate;
import io.millrace.stores.task.DetachedEngines;
import io.millrace.stores.task.TaskStores;
import java.util.List;

/**
 * A copy of a task's stores, kept up to date with their changelogs so that the task can go on here without a restore. It has no processors and no producer. Owned by
 * one thread at a time.
 *
 * <p>When the task becomes active here, a new one is made of the engines ({@link #detach}); nothing else is taken over.
 */
public final class StandbyTask implements AutoCloseable {

    private final TaskId id;
    private final TaskStores stores;
    private final TaskScope scope;
    private final StandbyUpdate update;
    private final LocalTask local;
    private boolean isClosed;

    StandbyTask(TaskScope scope, List<TopicPartition> partitions, StandbyUpdate update) {
        this.id = scope.taskId();
        this.scope = scope;
        this.stores = scope.stores();
        this.update = update;
        this.local = TaskPublisher.local(scope, partitions);
    }

    public TaskId id() {
        return id;
    }

    /** What others than its thread may know of it. */
    public LocalTask local() {
        return local;
    }

    /** From now on it publishes what it has. */
    public void publish() {
        local.changeState(LocalTask.State.STANDBY);
        stores.publish(local.views());
        show();
    }

    private void show() {
        stores.publishRestored(Position.emptyPosition());
        update.eachPosition(local::restored);
    }

    /** Applies what can be read now, and does background work of the stores; returns how much it did. */
    public int doWork(long nowNanos) {
        int count = update.doWork();
        if (count > 0) {
            show();
        }
        if (!local.hasCaughtUp() && update.lag() == 0) {
            local.caughtUp();
        }
        return count + (stores.doWork(nowNanos) ? 1 : 0);
    }

    /** Committed changelog records that its stores lack. */
    public long lag() {
        return update.lag();
    }

    /**
     * Ends, and leaves the engines to the task's next incarnation in this process.
     *
     * @return owned by the caller
     */
    public DetachedEngines detach(SuspendReason reason) {
        end(reason);
        try {
            return stores.detach();
        } finally {
            scope.drops().close();
        }
    }

    /** Ends, since the copy is not wanted here any more. What it has stays on disk. Idempotent. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        end(SuspendReason.MIGRATED);
        try {
            stores.close();
        } finally {
            scope.drops().close();
        }
    }

    private void end(SuspendReason reason) {
        isClosed = true;
        local.changeState(LocalTask.State.CLOSED);
        update.suspend(reason);
    }
}
