package io.millrace.runtime.task;

import io.millrace.errors.ProcessorStateException;
import io.millrace.errors.StreamsException;
import io.millrace.processor.TaskId;
import io.millrace.runtime.graph.NodeFailure;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.task.TaskStores;

/** Runs what may call user code, and says where it failed if it does. Confined to the task's thread. */
final class UserCode {

    private final TaskId taskId;
    private final RecordCoordinates coordinates;

    /** Work that may call user code; returns how much it did. */
    @FunctionalInterface
    interface Work {
        int run();
    }

    UserCode(TaskId taskId, RecordCoordinates coordinates) {
        this.taskId = taskId;
        this.coordinates = coordinates;
    }

    /**
     * Runs the work.
     *
     * @throws StreamsException with the coordinates of the record if a node failed; its cause is what user code threw
     */
    int run(Work work) {
        try {
            return work.run();
        } catch (NodeFailure e) {
            String where = coordinates.topic == null
                    ? "in a punctuation"
                    : "on the record at " + coordinates.topic + "-" + coordinates.partition + "@" + coordinates.offset;
            throw new StreamsException(
                    "Processor '" + e.nodeName() + "' of task " + taskId + " failed " + where + ": "
                            + e.userException()
                            + ". The task goes back to its last commit; nothing of this record is visible.",
                    e.userException());
        }
    }

    /**
     * Forwards what record caches hold back.
     *
     * @throws ProcessorStateException if a node failed; its cause is what user code threw
     */
    void flush(TaskStores stores) {
        try {
            stores.flushCaches();
        } catch (NodeFailure e) {
            throw new ProcessorStateException(
                    "Processor '" + e.nodeName() + "' of task " + taskId
                            + " failed on a change that a record cache had held back until the commit. The task goes back to its last commit.",
                    e.userException());
        }
    }
}
