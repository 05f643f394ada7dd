package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.record.KeyValue;
import java.util.function.BiFunction;

/** Replaces keys and values. */
public final class MapPairs extends Operator {

    private final BiFunction<Object, Object, KeyValue<?, ?>> mapper;

    private MapPairs(BiFunction<Object, Object, KeyValue<?, ?>> mapper) {
        this.mapper = mapper;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(BiFunction<Object, Object, KeyValue<?, ?>> mapper) {
        return () -> new MapPairs(mapper);
    }

    @Override
    public void process(Record<Object, Object> record) {
        KeyValue<?, ?> pair = mapper.apply(record.key(), record.value());
        forward(record.<Object>withKey(pair.key).withValue(pair.value));
    }
}
