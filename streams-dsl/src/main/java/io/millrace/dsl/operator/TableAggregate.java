package io.millrace.dsl.operator;

import io.millrace.dsl.plan.Combiner;
import io.millrace.errors.StreamsException;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates a regrouped table: subtracts the old value of a change, then adds the new one. The subtractor runs only if there is both an old value and an
 * aggregate. A null key fails, since no row of a table has one.
 */
public final class TableAggregate extends Operator {

    private final String storeName;
    private final Supplier<Object> initializer;
    private final Combiner adder;
    private final Combiner subtractor;
    private final boolean sendsOldValues;
    private @Nullable TableStore store;
    private @Nullable ChangeOutput output;

    private TableAggregate(
            String storeName,
            Supplier<Object> initializer,
            Combiner adder,
            Combiner subtractor,
            boolean sendsOldValues) {
        this.storeName = storeName;
        this.initializer = initializer;
        this.adder = adder;
        this.subtractor = subtractor;
        this.sendsOldValues = sendsOldValues;
    }

    /**
     * @param adder gets key, value and aggregate, as {@code subtractor} does
     */
    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            String storeName,
            Supplier<Object> initializer,
            Combiner adder,
            Combiner subtractor,
            boolean sendsOldValues) {
        return () -> new TableAggregate(storeName, initializer, adder, subtractor, sendsOldValues);
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
            throw new StreamsException("Record key for the table aggregate with store '" + storeName
                    + "' should not be null: rows of a grouped table always have a key");
        }
        TableStore rows = Objects.requireNonNull(store);
        Change<?> change = (Change<?>) Objects.requireNonNull(record.value(), "change cannot be null");
        ValueAndTimestamp<Object> old = rows.get(record.key());
        Object oldAggregate = ValueAndTimestamp.getValueOrNull(old);
        Object aggregate = oldAggregate;
        long timestamp = record.timestamp();
        if (change.oldValue() != null && old != null) {
            aggregate = subtractor.apply(record.key(), change.oldValue(), oldAggregate);
            timestamp = Math.max(timestamp, old.timestamp());
        }
        if (change.newValue() != null) {
            Object start = aggregate == null ? initializer.get() : aggregate;
            aggregate = adder.apply(record.key(), change.newValue(), start);
            timestamp = old == null ? timestamp : Math.max(timestamp, old.timestamp());
        }
        TableStore.Written written = rows.put(record.key(), aggregate, timestamp);
        if (written != TableStore.Written.NOTHING) {
            Objects.requireNonNull(output)
                    .send(record, aggregate, oldAggregate, timestamp, written == TableStore.Written.LATEST);
        }
    }
}
