package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import java.util.function.BiConsumer;

/** Shows each record to an action, then forwards it unless the stream ends here. */
public final class Peek extends Operator {

    private final BiConsumer<Object, Object> action;
    private final boolean forwards;

    private Peek(BiConsumer<Object, Object> action, boolean forwards) {
        this.action = action;
        this.forwards = forwards;
    }

    /**
     * @param forwards false for the end of a stream
     */
    public static ProcessorSupplier<?, ?, ?, ?> supplier(BiConsumer<Object, Object> action, boolean forwards) {
        return () -> new Peek(action, forwards);
    }

    @Override
    public void process(Record<Object, Object> record) {
        action.accept(record.key(), record.value());
        if (forwards) {
            forward(record);
        }
    }
}
