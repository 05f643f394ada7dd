package io.millrace.runtime.graph;

import io.millrace.processor.Record;

/** A node of a task's graph. Confined to the task's thread. */
abstract class GraphNode {

    private final String name;

    GraphNode(String name) {
        this.name = name;
    }

    final String name() {
        return name;
    }

    /** Takes a record from its parent. User code runs and may throw. */
    abstract void process(Record<Object, Object> record);

    /** Gets its resources ready, after the stores and before the first record. */
    void init() {}

    /** Gives up its resources; called once, also when {@link #init} was not called. */
    void close() {}
}
