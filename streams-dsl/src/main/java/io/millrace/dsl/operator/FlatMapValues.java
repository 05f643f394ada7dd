package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import java.util.function.Function;

/** Forwards one record per value that a function of the value alone returns. */
public final class FlatMapValues extends Operator {

    private final Function<Object, Iterable<?>> mapper;

    private FlatMapValues(Function<Object, Iterable<?>> mapper) {
        this.mapper = mapper;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(Function<Object, Iterable<?>> mapper) {
        return () -> new FlatMapValues(mapper);
    }

    @Override
    public void process(Record<Object, Object> record) {
        for (Object value : mapper.apply(record.value())) {
            forward(record.withValue(value));
        }
    }
}
