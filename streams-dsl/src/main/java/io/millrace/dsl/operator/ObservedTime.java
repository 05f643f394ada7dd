package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.topology.dag.NodeContext;
import io.millrace.topology.dag.RewindableState;
import org.jspecify.annotations.Nullable;

/**
 * The stream time of one operator: the highest timestamp among the records that reached it. It goes back when its task rewinds. After a restart of the task it
 * starts anew, as in Kafka Streams, unless it is saved with the task's commits. Confined to the task's thread.
 */
final class ObservedTime implements RewindableState {

    private static final long NONE = -1;

    /** Null if the time is not saved. */
    private final @Nullable NodeContext savedBy;

    private long ms;
    private long committedMs;

    private ObservedTime(long startMs, @Nullable NodeContext savedBy) {
        this.ms = startMs;
        this.committedMs = startMs;
        this.savedBy = savedBy;
    }

    /** For an operator, in its {@code init}. */
    static ObservedTime of(ProcessorContext<?, ?> context) {
        return registered(new ObservedTime(NONE, null), (NodeContext) context);
    }

    /** For an operator that saves no other progress, in its {@code init}: the time goes on where it was at the last commit, also in another instance of the task. */
    static ObservedTime saved(ProcessorContext<?, ?> context) {
        NodeContext node = (NodeContext) context;
        return registered(new ObservedTime(node.savedProgress(), node), node);
    }

    private static ObservedTime registered(ObservedTime time, NodeContext node) {
        node.registerRewindable(time);
        return time;
    }

    /** Takes the timestamp of a record into account, and returns the time. */
    long advance(long timestampMs) {
        if (timestampMs > ms) {
            ms = timestampMs;
            if (savedBy != null) {
                savedBy.saveProgress(ms);
            }
        }
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
    public Runnable savepoint() {
        long before = ms;
        return () -> ms = before;
    }

    @Override
    public void rewind() {
        ms = committedMs;
    }
}
