package io.millrace.runtime.global;

import io.millrace.processor.Cancellable;
import io.millrace.processor.PunctuationType;
import io.millrace.runtime.graph.TaskScope;
import io.millrace.runtime.punctuation.PunctuationTarget;
import io.millrace.time.Clock;

/** What a global processor may ask of its task: next to nothing. */
record GlobalControl(Clock clock) implements TaskScope.TaskControl {

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
        return true;
    }

    @Override
    public void requestCommit() {
        // Global stores are committed with every batch.
    }

    @Override
    public Cancellable schedule(PunctuationType type, long firstMs, long intervalMs, PunctuationTarget target) {
        throw new UnsupportedOperationException(
                "Global processors have no punctuation: they only keep their store up to date.");
    }
}
