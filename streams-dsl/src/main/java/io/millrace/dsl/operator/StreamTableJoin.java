package io.millrace.dsl.operator;

import io.millrace.dsl.plan.Combiner;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.processor.StateStore;
import io.millrace.serialization.Serde;
import io.millrace.state.StoreBuilder;
import io.millrace.state.ValueAndTimestamp;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks each record of a stream up in a table, under its own key or one that is chosen per record. A record without value is dropped; one without lookup key
 * is dropped by an inner join and joined with nothing by a left join. With a buffer a record waits until stream time has passed it by the grace; one that is too late to
 * wait is joined at once.
 */
public final class StreamTableJoin extends Operator {

    private final TableView table;
    private final @Nullable BiFunction<Object, Object, Object> keySelector;
    private final Combiner joiner;
    private final boolean left;
    private final @Nullable String bufferName;
    private @Nullable WaitingRows buffer;

    private StreamTableJoin(
            TableView table,
            @Nullable BiFunction<Object, Object, Object> keySelector,
            Combiner joiner,
            boolean left,
            @Nullable String bufferName) {
        this.table = table;
        this.keySelector = keySelector;
        this.joiner = joiner;
        this.left = left;
        this.bufferName = bufferName;
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
        return () -> new StreamTableJoin(table.views().get(), keySelector, joiner, left, null);
    }

    /**
     * With records that wait for the table's version of their time.
     *
     * @param bufferName name of the store where they wait, see {@link #bufferBuilder}
     */
    public static ProcessorSupplier<?, ?, ?, ?> waitingSupplier(
            TableView.Source table, Combiner joiner, boolean left, String bufferName) {
        return () -> new StreamTableJoin(table.views().get(), null, joiner, left, bufferName);
    }

    /** Builds the stores where records wait until stream time has passed them by the grace; serdes that are null are the configured defaults. */
    public static StoreBuilder<StateStore> bufferBuilder(
            String name, @Nullable Serde<?> keySerde, @Nullable Serde<?> valueSerde, long graceMs) {
        return WaitingRows.builder(name, keySerde, valueSerde, graceMs);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        table.init(context);
        if (bufferName != null) {
            if (!table.isVersioned()) {
                throw new IllegalArgumentException(
                        "A join with a grace period looks rows up as of an earlier time, which only a versioned table can"
                                + " answer: materialize it with a versioned store, or leave the grace period out");
            }
            WaitingRows found = context.getStateStore(bufferName);
            found.attach(context);
            buffer = found;
        }
    }

    @Override
    public void process(Record<Object, Object> record) {
        Object lookupKey = keySelector == null ? record.key() : keySelector.apply(record.key(), record.value());
        if (record.value() == null || lookupKey == null && !left) {
            drop("null join key or value", record);
            return;
        }
        WaitingRows waiting = buffer;
        if (waiting == null) {
            join(record, lookupKey);
        } else if (waiting.put(record)) {
            waiting.evictDue(due -> join(due, due.key()));
        } else {
            join(record, lookupKey);
        }
    }

    private void join(Record<Object, Object> record, @Nullable Object lookupKey) {
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
