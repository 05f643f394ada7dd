package io.millrace.runtime;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream thread of this instance, as it was when it was asked for. */
public interface ThreadMetadata {

    /** CREATED, STARTING, PARTITIONS_ASSIGNED, RUNNING, PENDING_SHUTDOWN or DEAD. */
    String threadState();

    /** Its name. */
    String threadName();

    /** Tasks that it runs or restores. */
    Set<TaskMetadata> activeTasks();

    /** Tasks that it keeps copies of. */
    Set<TaskMetadata> standbyTasks();

    /** Name of its consumer on the broker. */
    String consumerClientId();

    /** What the names of the readers that restore its tasks begin with; the task's id follows. */
    String restoreConsumerClientId();

    /** Names of its producers on the broker: one for each task. */
    Set<String> producerClientIds();

    /** Name of the application's administration client; the broker is part of the process, so that it is the application's id. */
    String adminClientId();

    @Override
    boolean equals(@Nullable Object other);

    @Override
    int hashCode();
}
