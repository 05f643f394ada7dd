package io.millrace.dsl.operator;

import io.millrace.dsl.plan.Combiner;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.state.ValueAndTimestamp;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks each record of a stream up in a table, under its own key or one that is chosen per record. A record without value is dropped; one without lookup key
 * is dropped by an inner join and joined with nothing by a left join.
 */
public final class StreamTableJoin extends Operator {

    private final TableView table;
    private final @Nullable BiFunction<Object, Object, Object> keySelector;
    private final Combiner joiner;
    private final boolean left;

    private StreamTableJoin(
            TableView table, @Nullable BiFunction<Object, Object, Object> keySelector, Combiner joiner, boolean left) {
        this.table = table;
        this.keySelector = keySelector;
        this.joiner = joiner;
        this.left = left;
    }

    /**
     * @param keySelector chooses the lookup key from key and value; null: the record's key
     * @param joiner gets the record's key, its value and the table's value
     */
    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            TableView.Source table,
            @Nullable BiFunction<Object, Object, Object> keySelector,
            Combiner joiner,
            boolean left) {
        return () -> new StreamTableJoin(table.views().get(), keySelector, joiner, left);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        table.init(context);
    }

    @Override
    public void process(Record<Object, Object> record) {
        Object lookupKey = keySelector == null ? record.key() : keySelector.apply(record.key(), record.value());
        if (record.value() == null || lookupKey == null && !left) {
            drop("null join key or value", record);
            return;
        }
        Object row = lookupKey == null ? null : lookup(lookupKey, record.timestamp());
        if (left || row != null) {
            forward(record.withValue(joiner.apply(record.key(), record.value(), row)));
        }
    }

    private @Nullable Object lookup(Object key, long timestampMs) {
        return ValueAndTimestamp.getValueOrNull(table.isVersioned() ? table.get(key, timestampMs) : table.get(key));
    }

    @Override
    public void close() {
        table.close();
    }
}
