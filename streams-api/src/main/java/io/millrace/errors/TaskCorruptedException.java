package io.millrace.errors;

import io.millrace.processor.TaskId;
import java.io.Serial;
import java.util.Set;

/** The state of some tasks is not what their changelogs say; it has to be rebuilt. */
public class TaskCorruptedException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Set<TaskId> corruptedTasks;

    /** Names the tasks. */
    public TaskCorruptedException(Set<TaskId> corruptedTasks) {
        super(describe(corruptedTasks));
        this.corruptedTasks = Set.copyOf(corruptedTasks);
    }

    /** Names the tasks and what was found. */
    public TaskCorruptedException(Set<TaskId> corruptedTasks, ProcessorStateException e) {
        super(describe(corruptedTasks), e);
        this.corruptedTasks = Set.copyOf(corruptedTasks);
    }

    private static String describe(Set<TaskId> tasks) {
        return "The state of tasks " + tasks + " does not agree with their changelogs and has to be rebuilt";
    }

    /** The tasks concerned. */
    public Set<TaskId> corruptedTasks() {
        return corruptedTasks;
    }
}
