package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.record.KeyValue;
import java.util.function.BiFunction;

/** Forwards one record per pair of key and value that a function returns. */
public final class FlatMapPairs extends Operator {

    private final BiFunction<Object, Object, Iterable<? extends KeyValue<?, ?>>> mapper;

    private FlatMapPairs(BiFunction<Object, Object, Iterable<? extends KeyValue<?, ?>>> mapper) {
        this.mapper = mapper;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            BiFunction<Object, Object, Iterable<? extends KeyValue<?, ?>>> mapper) {
        return () -> new FlatMapPairs(mapper);
    }

    @Override
    public void process(Record<Object, Object> record) {
        for (KeyValue<?, ?> pair : mapper.apply(record.key(), record.value())) {
            forward(record.<Object>withKey(pair.key).withValue(pair.value));
        }
    }
}
