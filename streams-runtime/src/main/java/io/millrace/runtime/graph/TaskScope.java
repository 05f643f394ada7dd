package io.millrace.runtime.graph;

import io.millrace.processor.Cancellable;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.TaskId;
import io.millrace.runtime.metrics.DropLog;
import io.millrace.runtime.metrics.TaskMetrics;
import io.millrace.runtime.output.TaskOutput;
import io.millrace.runtime.punctuation.PunctuationTarget;
import io.millrace.runtime.rewind.OperatorStates;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.task.TaskStores;
import java.io.File;

/**
 * What all nodes of a task share. Confined to the task's thread.
 *
 * @param coordinates of the record that is being processed; overwritten for each
 * @param globals stores that belong to no task
 * @param errors what happens to exceptions of user code
 */
public record TaskScope(
        TaskId taskId,
        RuntimeSettings settings,
        File stateDirectory,
        RecordCoordinates coordinates,
        TaskStores stores,
        TaskOutput output,
        TaskMetrics metrics,
        DropLog drops,
        ErrorHandling errors,
        TaskControl control,
        GlobalStores globals,
        OperatorStates operators) {

    /** What nodes may ask of their task. */
    public interface TaskControl {

        /** The largest timestamp polled so far; -1 before the first. */
        long streamTimeMs();

        /** Wall time as the task sees it: it stands still while a record is processed. */
        long systemTimeMs();

        /** Whether the processors are initialised. */
        boolean isRunning();

        /** Commits soon. */
        void requestCommit();

        Cancellable schedule(PunctuationType type, long firstMs, long intervalMs, PunctuationTarget target);
    }
}
