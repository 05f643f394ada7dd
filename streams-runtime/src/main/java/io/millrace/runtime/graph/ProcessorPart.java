package io.millrace.runtime.graph;

import io.millrace.errors.StreamsException;
import io.millrace.processor.Processor;
import io.millrace.processor.Record;

/** Runs a {@code Processor}. */
final class ProcessorPart extends GraphNode {

    private final Processor<Object, Object, Object, Object> processor;
    private final ProcessorScope scope;
    private final ErrorHandling errors;
    private final Savepoints savepoints;
    private boolean initialised;

    ProcessorPart(String name, Processor<Object, Object, Object, Object> processor, ProcessorScope scope) {
        super(name);
        this.processor = processor;
        this.scope = scope;
        this.errors = scope.task().errors();
        this.savepoints = new Savepoints(scope.task());
    }

    @Override
    void init() {
        initialised = true;
        try {
            processor.init(scope);
        } catch (RuntimeException e) {
            throw new StreamsException("Processor '" + name() + "' failed in init", e);
        }
    }

    @Override
    void process(Record<Object, Object> record) {
        int mark = savepoints.begin();
        try {
            processor.process(record);
        } catch (RuntimeException e) {
            errors.inProcessor(name(), scope.task(), record, e, () -> savepoints.backTo(mark));
        } finally {
            savepoints.end();
        }
    }

    @Override
    void close() {
        if (initialised) {
            initialised = false;
            processor.close();
        }
    }
}
