package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.state.ValueAndTimestamp;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table that is computed from one other, row by row, and that keeps its rows only if it has a store. */
abstract class DerivedTableOperator extends Operator {

    private final @Nullable String storeName;
    private final boolean sendsOldValues;
    private @Nullable TableStore store;
    private @Nullable ChangeOutput output;

    DerivedTableOperator(@Nullable String storeName, boolean sendsOldValues) {
        this.storeName = storeName;
        this.sendsOldValues = sendsOldValues;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        if (storeName != null) {
            store = TableStore.of(context, storeName);
            output = new ChangeOutput(context, store, sendsOldValues);
        }
    }

    /** The row of this table for a row of the other; null if there is none. */
    abstract @Nullable Object compute(@Nullable Object key, @Nullable Object value);

    /** Whether a change from nothing to nothing is kept back. */
    abstract boolean skipsEmptyChanges();

    @Override
    public void process(Record<Object, Object> record) {
        Change<?> change = (Change<?>) Objects.requireNonNull(record.value(), "change cannot be null");
        Object newValue = compute(record.key(), change.newValue());
        Object oldValue = oldValue(record, change);
        if (sendsOldValues && newValue == null && oldValue == null && skipsEmptyChanges()) {
            return;
        }
        TableStore rows = store;
        if (rows == null) {
            forward(record.withValue(new Change<>(newValue, oldValue, change.isLatest())));
            return;
        }
        TableStore.Written written = rows.put(record.key(), newValue, record.timestamp());
        if (written != TableStore.Written.NOTHING) {
            Objects.requireNonNull(output)
                    .send(record, newValue, oldValue, record.timestamp(), written == TableStore.Written.LATEST);
        }
    }

    private @Nullable Object oldValue(Record<Object, Object> record, Change<?> change) {
        if (!sendsOldValues) {
            return null;
        }
        return store == null
                ? compute(record.key(), change.oldValue())
                : ValueAndTimestamp.getValueOrNull(store.get(record.key()));
    }
}
