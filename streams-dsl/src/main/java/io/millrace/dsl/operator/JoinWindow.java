package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.state.WindowStore;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stands before one side of a stream-stream join: forwards a record, then keeps it for the other side, so that a record does not find itself. */
public final class JoinWindow extends Operator {

    private final String storeName;
    private @Nullable WindowStore<Object, Object> store;

    private JoinWindow(String storeName) {
        this.storeName = storeName;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(String storeName) {
        return () -> new JoinWindow(storeName);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        store = context.getStateStore(storeName);
    }

    @Override
    public void process(Record<Object, Object> record) {
        forward(record);
        if (!RawKeyRecord.isKeyNull(record)) {
            put(Objects.requireNonNull(record.key()), record.value(), record.timestamp());
        }
    }

    /** A null value leaves the store's rows alone, but its time moves on. */
    private void put(Object key, @Nullable Object value, long timestampMs) {
        Objects.requireNonNull(store).put(key, value, timestampMs);
    }
}
