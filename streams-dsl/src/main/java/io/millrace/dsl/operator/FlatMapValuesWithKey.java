package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import java.util.function.BiFunction;

/** Forwards one record per value that a function of key and value returns. */
public final class FlatMapValuesWithKey extends Operator {

    private final BiFunction<Object, Object, Iterable<?>> mapper;

    private FlatMapValuesWithKey(BiFunction<Object, Object, Iterable<?>> mapper) {
        this.mapper = mapper;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(BiFunction<Object, Object, Iterable<?>> mapper) {
        return () -> new FlatMapValuesWithKey(mapper);
    }

    @Override
    public void process(Record<Object, Object> record) {
        for (Object value : mapper.apply(record.key(), record.value())) {
            forward(record.withValue(value));
        }
    }
}
