package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import java.util.function.BiPredicate;

/** Forwards the records that match a predicate, or those that do not. */
public final class Filter extends Operator {

    private final BiPredicate<Object, Object> predicate;
    private final boolean negated;

    private Filter(BiPredicate<Object, Object> predicate, boolean negated) {
        this.predicate = predicate;
        this.negated = negated;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(BiPredicate<Object, Object> predicate, boolean negated) {
        return () -> new Filter(predicate, negated);
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (negated != predicate.test(record.key(), record.value())) {
            forward(record);
        }
    }
}
