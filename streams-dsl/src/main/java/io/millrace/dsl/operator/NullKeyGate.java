package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.topology.dag.RawKeyRecord;

/** Stands before the sink of a repartition topic and lets through what has a key. */
public final class NullKeyGate extends Operator {

    private NullKeyGate() {}

    public static ProcessorSupplier<?, ?, ?, ?> supplier() {
        return NullKeyGate::new;
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (!RawKeyRecord.isKeyNull(record)) {
            forward(record);
        }
    }
}
