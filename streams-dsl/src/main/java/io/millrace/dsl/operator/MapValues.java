package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import java.util.function.Function;

/** Replaces values by a function of the value alone. */
public final class MapValues extends Operator {

    private final Function<Object, Object> mapper;

    private MapValues(Function<Object, Object> mapper) {
        this.mapper = mapper;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(Function<Object, Object> mapper) {
        return () -> new MapValues(mapper);
    }

    @Override
    public void process(Record<Object, Object> record) {
        forward(record.withValue(mapper.apply(record.value())));
    }
}
