package io.millrace.runtime.task;

import io.millrace.processor.Cancellable;
import io.millrace.processor.PunctuationType;
import io.millrace.runtime.graph.TaskScope.TaskControl;
import io.millrace.runtime.punctuation.PunctuationTarget;
import io.millrace.time.Clock;

/** What the stores of a standby may ask of it: it processes nothing. */
record StandbyControl(Clock clock) implements TaskControl {

    @Override
    public long streamTimeMs() {
        return -1;
    }

    @Override
    public long systemTimeMs() {
        return clock.wallMs();
    }

    @Override
    public boolean isRunning() {
        return false;
    }

    @Override
    public void requestCommit() {
        throw processesNothing();
    }

    @Override
    public Cancellable schedule(PunctuationType type, long firstMs, long intervalMs, PunctuationTarget target) {
        throw processesNothing();
    }

    private static IllegalStateException processesNothing() {
        return new IllegalStateException("A standby processes nothing: there is nothing to commit or to schedule");
    }
}
