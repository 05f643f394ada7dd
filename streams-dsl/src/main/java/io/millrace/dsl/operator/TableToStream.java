package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;

/** Turns the changes of a table into a stream of new values. */
public final class TableToStream extends Operator {

    private TableToStream() {}

    public static ProcessorSupplier<?, ?, ?, ?> supplier() {
        return TableToStream::new;
    }

    @Override
    public void process(Record<Object, Object> record) {
        Change<?> change = (Change<?>) record.value();
        forward(record.withValue(change == null ? null : change.newValue()));
    }
}
