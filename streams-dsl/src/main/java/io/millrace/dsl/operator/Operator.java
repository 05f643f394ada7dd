package io.millrace.dsl.operator;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.topology.dag.NodeContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A built-in processor with its context. */
abstract class Operator implements Processor<Object, Object, Object, Object> {

    private @Nullable ProcessorContext<Object, Object> context;

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        this.context = context;
    }

    final ProcessorContext<Object, Object> context() {
        return Objects.requireNonNull(context, "init was not called");
    }

    final void forward(Record<Object, Object> record) {
        context().forward(record);
    }

    /** Counts a record that goes no further. */
    final void drop(String reason, Record<?, ?> record) {
        ((NodeContext) context()).recordDropped(reason, record);
    }
}
