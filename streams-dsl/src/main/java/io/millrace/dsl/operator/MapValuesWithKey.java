package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import java.util.function.BiFunction;

/** Replaces values by a function of key and value. */
public final class MapValuesWithKey extends Operator {

    private final BiFunction<Object, Object, Object> mapper;

    private MapValuesWithKey(BiFunction<Object, Object, Object> mapper) {
        this.mapper = mapper;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(BiFunction<Object, Object, Object> mapper) {
        return () -> new MapValuesWithKey(mapper);
    }

    @Override
    public void process(Record<Object, Object> record) {
        forward(record.withValue(mapper.apply(record.key(), record.value())));
    }
}
