package io.millrace.runtime.graph;

import io.millrace.processor.Record;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A node of a task's graph. Confined to the task's thread, but for {@link #processed()}. */
abstract class GraphNode {

    private static final VarHandle PROCESSED = processedHandle();

    private final String name;
    private long processed;

    private static VarHandle processedHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(GraphNode.class, "processed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    GraphNode(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    /** Records that came to it so far, those of commits that were aborted too. Safe from any thread. */
    final long processed() {
        return (long) PROCESSED.getOpaque(this);
    }

    /** Takes a record from its parent, and counts it. User code runs and may throw. */
    public final void accept(Record<Object, Object> record) {
        // One thread writes: this costs what a plain increment does.
        PROCESSED.setOpaque(this, processed + 1);
        process(record);
    }

    /** Does its work with a record; see {@link #accept}. */
    abstract void process(Record<Object, Object> record);

    /** Gets its resources ready, after the stores and before the first record. */
    void init() {}

    /** Gives up its resources; called once, also when {@link #init} was not called. */
    void close() {}
}
