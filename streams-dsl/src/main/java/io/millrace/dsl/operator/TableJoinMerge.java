package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the two sides of a table join meet. It keeps the joined rows only if it has a store. */
public final class TableJoinMerge extends Operator {

    private final @Nullable String storeName;
    private final boolean sendsOldValues;
    private @Nullable TableStore store;
    private @Nullable ChangeOutput output;

    private TableJoinMerge(@Nullable String storeName, boolean sendsOldValues) {
        this.storeName = storeName;
        this.sendsOldValues = sendsOldValues;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(@Nullable String storeName, boolean sendsOldValues) {
        return () -> new TableJoinMerge(storeName, sendsOldValues);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        if (storeName != null) {
            store = TableStore.of(context, storeName);
            output = new ChangeOutput(context, store, sendsOldValues);
        }
    }

    @Override
    public void process(Record<Object, Object> record) {
        Change<?> change = (Change<?>) Objects.requireNonNull(record.value(), "change cannot be null");
        TableStore rows = store;
        if (rows == null) {
            Object oldValue = sendsOldValues ? change.oldValue() : null;
            forward(record.withValue(new Change<>(change.newValue(), oldValue, change.isLatest())));
            return;
        }
        TableStore.Written written = rows.put(record.key(), change.newValue(), record.timestamp());
        if (written != TableStore.Written.NOTHING) {
            Objects.requireNonNull(output)
                    .send(
                            record,
                            change.newValue(),
                            change.oldValue(),
                            record.timestamp(),
                            written == TableStore.Written.LATEST);
        }
    }
}
