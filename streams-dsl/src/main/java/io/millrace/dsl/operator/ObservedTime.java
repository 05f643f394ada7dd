package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.topology.dag.NodeContext;
import io.millrace.topology.dag.RewindableState;

/**
 * The stream time of one operator: the highest timestamp among the records that reached it. It starts anew when its task does, as in Kafka Streams, and goes back when its task
 * rewinds. Confined to the task's thread.
 */
final class ObservedTime implements RewindableState {

    private static final long NONE = -1;

    private long ms = NONE;
    private long committedMs = NONE;

    /** For an operator, in its {@code init}. */
    static ObservedTime of(ProcessorContext<?, ?> context) {
        ObservedTime time = new ObservedTime();
        ((NodeContext) context).registerRewindable(time);
        return time;
    }

    /** Takes the timestamp of a record into account, and returns the time. */
    long advance(long timestampMs) {
        ms = Math.max(ms, timestampMs);
        return ms;
    }

    long ms() {
        return ms;
    }

    @Override
    public void committed() {
        committedMs = ms;
    }

    @Override
    public void rewind() {
        ms = committedMs;
    }
}
