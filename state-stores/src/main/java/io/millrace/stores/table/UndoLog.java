package io.millrace.stores.table;

import java.util.ArrayList;
import java.util.List;

/**
 * What a task has changed since it began to process a record, so that it can be taken back if the record is skipped. Records are processed one inside the other, node by
 * node; each level goes back to its own start. Nothing is kept outside of them. Confined to the task's thread.
 */
public final class UndoLog {

    private final List<Runnable> steps = new ArrayList<>();
    private int depth;

    /** A record is about to be processed; returns where to go {@linkplain #backTo back to}. */
    public int begin() {
        depth++;
        return steps.size();
    }

    /** Whether a record is being processed, so that changes are to be noted. */
    public boolean isOpen() {
        return depth > 0;
    }

    /** Something is about to change, or has changed just now; the step takes it back, given that all later changes were taken back before. */
    public void add(Runnable step) {
        steps.add(step);
    }

    /** Takes back what happened since a {@link #begin}, the last change first. */
    public void backTo(int mark) {
        for (int i = steps.size() - 1; i >= mark; i--) {
            steps.remove(i).run();
        }
    }

    /** A record was processed, or given up; returns whether it was the outermost, whose changes then stay. */
    public boolean end() {
        depth--;
        if (depth > 0) {
            return false;
        }
        steps.clear();
        return true;
    }
}
