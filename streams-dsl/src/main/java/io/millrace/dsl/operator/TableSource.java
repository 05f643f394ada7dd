package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads records as the rows of a table: a null value deletes, a null key is dropped, the last record to arrive wins. */
public final class TableSource extends Operator {

    private static final Logger LOG = LoggerFactory.getLogger(TableSource.class);

    private final String storeName;
    private final boolean sendsOldValues;
    private @Nullable TableStore store;
    private @Nullable ChangeOutput output;

    private TableSource(String storeName, boolean sendsOldValues) {
        this.storeName = storeName;
        this.sendsOldValues = sendsOldValues;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(String storeName, boolean sendsOldValues) {
        return () -> new TableSource(storeName, sendsOldValues);
    }

    /** For a table that nobody looks up: each record becomes a change without old value. */
    public static ProcessorSupplier<?, ?, ?, ?> withoutStore() {
        return StreamToChanges::new;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        store = TableStore.of(context, storeName);
        output = new ChangeOutput(context, store, sendsOldValues);
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (RawKeyRecord.isKeyNull(record)) {
            drop("null key", record);
            return;
        }
        TableStore rows = Objects.requireNonNull(store);
        ValueAndTimestamp<Object> old = rows.get(record.key());
        if (old != null && record.timestamp() < old.timestamp()) {
            LOG.trace(
                    "Store {} gets an update at {} for a row of {}: the later arrival wins",
                    storeName,
                    record.timestamp(),
                    old.timestamp());
        }
        TableStore.Written written = rows.put(record.key(), record.value(), record.timestamp());
        if (written != TableStore.Written.NOTHING) {
            Objects.requireNonNull(output)
                    .send(
                            record,
                            record.value(),
                            ValueAndTimestamp.getValueOrNull(old),
                            record.timestamp(),
                            written == TableStore.Written.LATEST);
        }
    }

    private static final class StreamToChanges extends Operator {

        @Override
        public void process(Record<Object, Object> record) {
            if (RawKeyRecord.isKeyNull(record)) {
                drop("null key", record);
            } else {
                forward(record.withValue(new Change<>(record.value(), null)));
            }
        }
    }
}
