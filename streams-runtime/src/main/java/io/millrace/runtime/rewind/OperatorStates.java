package io.millrace.runtime.rewind;

import io.millrace.stores.table.UndoLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * State of a task's built-in operators that is in no store: what wants to be told of commits and rewinds, and numbers that are committed beside the input offsets.
 * These only grow, so that of several texts that hold one the largest is right. Confined to the task's thread.
 */
public final class OperatorStates implements RewindableState {

    private final List<io.millrace.topology.dag.RewindableState> registered = new ArrayList<>();
    private final Map<String, Long> progress = new HashMap<>();
    private final Map<String, Long> committedProgress = new HashMap<>();

    /**
     * @param saved progress by node, as it was committed last
     */
    public OperatorStates(Map<String, Long> saved) {
        progress.putAll(saved);
        committedProgress.putAll(saved);
    }

    public void register(io.millrace.topology.dag.RewindableState state) {
        registered.add(state);
    }

    /** What a node saved last; -1 if it saved nothing. */
    public long savedProgress(String node) {
        return progress.getOrDefault(node, -1L);
    }

    public void saveProgress(String node, long value) {
        progress.put(node, value);
    }

    /** Has what is there now come back if the log goes back to here. */
    public void noteIn(UndoLog undo) {
        for (io.millrace.topology.dag.RewindableState state : registered) {
            undo.add(state.savepoint());
        }
    }

    /** Progress by node. */
    public Map<String, Long> progress() {
        return progress;
    }

    @Override
    public void committed() {
        if (!progress.isEmpty()) {
            committedProgress.putAll(progress);
        }
        for (io.millrace.topology.dag.RewindableState state : registered) {
            state.committed();
        }
    }

    @Override
    public void rewind() {
        progress.clear();
        progress.putAll(committedProgress);
        for (io.millrace.topology.dag.RewindableState state : registered) {
            state.rewind();
        }
    }
}
