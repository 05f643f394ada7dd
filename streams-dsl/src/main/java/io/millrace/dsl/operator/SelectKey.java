package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import java.util.function.BiFunction;

/** Replaces keys. */
public final class SelectKey extends Operator {

    private final BiFunction<Object, Object, Object> selector;

    private SelectKey(BiFunction<Object, Object, Object> selector) {
        this.selector = selector;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(BiFunction<Object, Object, Object> selector) {
        return () -> new SelectKey(selector);
    }

    @Override
    public void process(Record<Object, Object> record) {
        forward(record.withKey(selector.apply(record.key(), record.value())));
    }
}
