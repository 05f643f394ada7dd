package io.millrace.runtime.directory;

import io.millrace.processor.TaskId;
import io.millrace.stores.task.DetachedEngines;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state directory of an application, shared by its threads. Safe from any thread.
 *
 * <p>A task moves between threads of one process: the new owner gets the directory once the old one has released it, and asks again until then. The
 * old one may leave the engines of its stores open for it.
 */
public class StateDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

    private final String path;
    private final Map<TaskId, Lease> leases = new ConcurrentHashMap<>();
    private final Map<TaskId, Map<String, Long>> dormant = new ConcurrentHashMap<>();
    private final Map<TaskId, DetachedEngines> left = new ConcurrentHashMap<>();

    /**
     * @param path directory of the application; not touched here
     */
    public StateDirectory(String path) {
        this.path = path;
    }

    /** A task's directory while it is ours. */
    public final class Lease implements AutoCloseable {

        private final TaskId taskId;

        private Lease(TaskId taskId) {
            this.taskId = taskId;
        }

        /** The directory's path. It need not exist. */
        public String path() {
            return path + "/" + taskId;
        }

        /** The engines that the last owner left open for this one, who owns them now; null if it left none. */
        public @Nullable DetachedEngines takeLeft() {
            return left.remove(taskId);
        }

        /** Leaves open engines to the next owner. */
        public void leave(DetachedEngines engines) {
            left.put(taskId, engines);
        }

        /** Gives it back. Idempotent. */
        @Override
        public void close() {
            leases.remove(taskId, this);
        }
    }

    /** The task's directory; empty while another owner has it. */
    public final Optional<Lease> tryAcquire(TaskId taskId) {
        Lease lease = new Lease(taskId);
        if (leases.putIfAbsent(taskId, lease) != null) {
            return Optional.empty();
        }
        dormant.remove(taskId);
        return Optional.of(lease);
    }

    /**
     * Notes what an earlier process has left of a task.
     *
     * @param offsets of the last changelog records that its stores have, by store
     */
    public final void note(TaskId taskId, Map<String, Long> offsets) {
        dormant.put(taskId, Map.copyOf(offsets));
    }

    /** What was noted of tasks that nobody has opened since. */
    public final Map<TaskId, Map<String, Long>> dormant() {
        return Map.copyOf(dormant);
    }

    /** Closes engines that were left for tasks that are not to come back. */
    public final void closeLeft(Predicate<TaskId> isGone) {
        for (TaskId task : left.keySet()) {
            if (isGone.test(task)) {
                tryAcquire(task).ifPresent(lease -> {
                    try (lease;
                            DetachedEngines engines = lease.takeLeft()) {
                        if (engines != null) {
                            LOG.info("Task {} has moved away: its stores are closed", task);
                        }
                    }
                });
            }
        }
    }

    /** Path of the application's directory. */
    public final String path() {
        return path;
    }
}
