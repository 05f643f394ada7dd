package io.millrace.runtime.graph;

import io.millrace.errors.StreamsException;
import io.millrace.log.LogException;
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
    void process(Record<Object, Object> record) {
        try {
            scope.forwardToAll(record);
        } catch (StreamsException | LogException | NodeFailure e) {
            throw e;
        } catch (
                RuntimeException
                        e) { // code of the program in a sink right behind: a partitioner, a topic name extractor
            throw new NodeFailure(name(), e);
        }
    }
}
