package io.millrace.dsl.plan;

import io.millrace.topology.graph.NodeDefinition.Reading;

/** Reads a topic that the runtime makes; its parents are the sinks that write there. */
public record InternalSource(String topic, Reading reading) implements Operation {

    @Override
    public void accept(Visitor visitor) {
        visitor.internalSource(this);
    }
}
