package io.millrace.runtime.directory;

import io.millrace.processor.TaskId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The state directory of an application, shared by its threads. Safe from any thread.
 *
 * <p>A task moves between threads of one process: the new owner gets the directory once the old one has released it, and asks again until then.
 */
public class StateDirectory {

    private final String path;
    private final Map<TaskId, Lease> leases = new ConcurrentHashMap<>();

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

        /** Gives it back. Idempotent. */
        @Override
        public void close() {
            leases.remove(taskId, this);
        }
    }

    /** The task's directory; empty while another owner has it. */
    public final Optional<Lease> tryAcquire(TaskId taskId) {
        Lease lease = new Lease(taskId);
        return leases.putIfAbsent(taskId, lease) == null ? Optional.of(lease) : Optional.empty();
    }

    /** Path of the application's directory. */
    public final String path() {
        return path;
    }
}
