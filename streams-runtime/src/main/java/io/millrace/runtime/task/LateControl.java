package io.millrace.runtime.task;

import io.millrace.processor.Cancellable;
import io.millrace.processor.PunctuationType;
import io.millrace.runtime.graph.TaskScope.TaskControl;
import io.millrace.runtime.punctuation.PunctuationTarget;
import org.jspecify.annotations.Nullable;

/** Lets nodes, which are made before their task, reach it. Confined to the task's thread. */
final class LateControl implements TaskControl {

    private @Nullable StreamTask task;

    void attach(StreamTask made) {
        task = made;
    }

    private StreamTask task() {
        StreamTask attached = task;
        if (attached == null) {
            throw new IllegalStateException("The task is still being made");
        }
        return attached;
    }

    @Override
    public long streamTimeMs() {
        return task().streamTimeMs();
    }

    @Override
    public long systemTimeMs() {
        return task().wallMs();
    }

    @Override
    public boolean isRunning() {
        return task().state() != StreamTask.State.RESTORING;
    }

    @Override
    public void requestCommit() {
        task().requestCommit();
    }

    @Override
    public Cancellable schedule(PunctuationType type, long firstMs, long intervalMs, PunctuationTarget target) {
        return task().schedule(type, firstMs, intervalMs, target);
    }
}
