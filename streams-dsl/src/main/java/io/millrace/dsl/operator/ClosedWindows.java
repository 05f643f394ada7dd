package io.millrace.dsl.operator;

import io.millrace.config.StreamsConfig;
import io.millrace.processor.ProcessorContext;
import io.millrace.topology.dag.NodeContext;
import io.millrace.topology.dag.RewindableState;

/**
 * Says when an operator that emits on close looks for closed windows: at most once in an interval of the clock, and only if a window may have closed. How far it came is
 * saved with the task's commits, so that no window is emitted twice. Confined to the task's thread.
 */
final class ClosedWindows implements RewindableState {

    private static final long NONE = -1;
    private static final long DEFAULT_INTERVAL_MS = 1000;

    private final ProcessorContext<?, ?> context;
    private final long intervalMs;
    private long nextScanWallMs;
    private long emittedToMs;
    private long committedNextScanWallMs;
    private long committedEmittedToMs;

    /** For an operator, in its {@code init}. */
    ClosedWindows(ProcessorContext<?, ?> context) {
        this.context = context;
        this.intervalMs = StreamsConfig.InternalConfig.getLong(
                context.appConfigs(),
                StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_WINDOWED_AGGREGATION,
                DEFAULT_INTERVAL_MS);
        NodeContext node = (NodeContext) context;
        this.emittedToMs = node.savedProgress();
        this.committedEmittedToMs = emittedToMs;
        node.registerRewindable(this);
    }

    /** Whether to look for windows that are closed at this stream time. */
    boolean isDue(long closeMs) {
        long nowMs = context.currentSystemTimeMs();
        if (nowMs < nextScanWallMs && nextScanWallMs - nowMs <= intervalMs) { // else the clock was set back
            return false;
        }
        nextScanWallMs = nowMs + intervalMs;
        return emittedToMs == NONE || emittedToMs < closeMs;
    }

    /** Whether windows were emitted before. */
    boolean hasEmitted() {
        return emittedToMs != NONE;
    }

    /** The stream time at which windows were emitted last. */
    long emittedToMs() {
        return emittedToMs;
    }

    /** All windows that are closed at this stream time were emitted. */
    void emitted(long closeMs) {
        emittedToMs = closeMs;
        ((NodeContext) context).saveProgress(closeMs);
    }

    @Override
    public void committed() {
        committedNextScanWallMs = nextScanWallMs;
        committedEmittedToMs = emittedToMs;
    }

    @Override
    public Runnable savepoint() {
        long scan = nextScanWallMs;
        long emitted = emittedToMs;
        return () -> {
            nextScanWallMs = scan;
            emittedToMs = emitted;
        };
    }

    @Override
    public void rewind() {
        nextScanWallMs = committedNextScanWallMs;
        emittedToMs = committedEmittedToMs;
    }
}
