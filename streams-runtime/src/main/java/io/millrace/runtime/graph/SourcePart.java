package io.millrace.runtime.graph;

import io.millrace.processor.Record;
import java.util.Set;

/** Where records enter the graph. */
public final class SourcePart extends GraphNode {

    private final ProcessorScope scope;

    SourcePart(String name, TaskScope task) {
        super(name);
        this.scope = new ProcessorScope(name, task, Set.of());
    }

    ProcessorScope scope() {
        return scope;
    }

    @Override
    public void process(Record<Object, Object> record) {
        scope.forwardToAll(record);
    }
}
