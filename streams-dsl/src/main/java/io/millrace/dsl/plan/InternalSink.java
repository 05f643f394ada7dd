package io.millrace.dsl.plan;

import io.millrace.topology.graph.NodeDefinition.Writing;

/** Writes to a topic that the runtime makes. */
public record InternalSink(String topic, Writing writing) implements Operation {

    @Override
    public void accept(Visitor visitor) {
        visitor.internalSink(this);
    }
}
