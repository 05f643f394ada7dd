package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;

/** Forwards every record as it is: the point where streams merge, or where a branch begins. */
public final class PassThrough extends Operator {

    private PassThrough() {}

    public static ProcessorSupplier<?, ?, ?, ?> supplier() {
        return PassThrough::new;
    }

    @Override
    public void process(Record<Object, Object> record) {
        forward(record);
    }
}
