package io.millrace.runtime.graph;

import io.millrace.processor.Record;
import io.millrace.runtime.output.TaskOutput;
import io.millrace.runtime.rewind.OperatorStates;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.UndoLog;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what a node, and those behind it, have done with a record that is skipped: changes of stores, held-back changes in record caches, sends, timers, state of
 * operators. Costs nothing unless the processing exception handler may skip records. Confined to the task's thread.
 *
 * <p>What the nodes before it have done with the record stays, as they go on with it: as in Kafka Streams, the node that fails is the one that is skipped.
 */
final class Savepoints {

    private final @Nullable UndoLog undo;
    private final OperatorStates operators;
    private final TaskOutput output;
    private final RecordCoordinates coordinates;

    Savepoints(TaskScope task) {
        undo = task.coordinates().undo;
        operators = task.operators();
        output = task.output();
        coordinates = task.coordinates();
    }

    /** A node is about to get a record; returns where {@link #backTo} goes. Each is followed by {@link #end}. */
    int begin() {
        UndoLog log = undo;
        if (log == null) {
            return 0;
        }
        int mark = log.begin();
        operators.noteIn(log);
        long timestamp = coordinates.timestamp;
        Record<?, ?> record = coordinates.record;
        log.add(() -> {
            coordinates.timestamp = timestamp;
            coordinates.record = record;
        });
        return mark;
    }

    /** The record is skipped. */
    void backTo(int mark) {
        if (undo != null) {
            undo.backTo(mark);
        }
    }

    /** The node has done what it does with the record. Behind the outermost node it cannot be taken back any more, and is sent. */
    void end() {
        if (undo != null && undo.end()) {
            output.release();
        }
    }
}
