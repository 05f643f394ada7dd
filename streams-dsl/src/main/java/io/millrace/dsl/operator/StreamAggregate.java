package io.millrace.dsl.operator;

import io.millrace.dsl.plan.Fold;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.stores.table.ByteKeyedStore;
import io.millrace.stores.table.KeyFormat;
import io.millrace.stores.table.TableEntry;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates a grouped stream. Records without key or value are dropped; a null aggregate deletes the row, and the next record starts anew. The
 * timestamp of a row is the greatest of its records.
 *
 * <p>A record with raw key goes to a store of the same key format by its bytes: the key is decoded only if the adder asks.
 */
public final class StreamAggregate extends Operator {

    private final String storeName;
    private final Supplier<Object> initializer;
    private final Fold adder;
    private final boolean sendsOldValues;
    private @Nullable TableStore store;
    private @Nullable ByteKeyedStore<Object> byBytes;
    private @Nullable KeyFormat byteFormat;
    private @Nullable ChangeOutput output;

    private StreamAggregate(String storeName, Supplier<Object> initializer, Fold adder, boolean sendsOldValues) {
        this.storeName = storeName;
        this.initializer = initializer;
        this.adder = adder;
        this.sendsOldValues = sendsOldValues;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            String storeName, Supplier<Object> initializer, Fold adder, boolean sendsOldValues) {
        return () -> new StreamAggregate(storeName, initializer, adder, sendsOldValues);
    }

    @Override
    @SuppressWarnings("unchecked") // the DSL gave store and operator the same types
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        TableStore rows = TableStore.of(context, storeName);
        store = rows;
        byBytes = rows.store() instanceof ByteKeyedStore<?> found ? (ByteKeyedStore<Object>) found : null;
        byteFormat = byBytes == null ? null : byBytes.keyFormat();
        output = new ChangeOutput(context, rows, sendsOldValues);
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (record.value() == null || RawKeyRecord.isKeyNull(record)) {
            drop("null key or value", record);
            return;
        }
        ByteKeyedStore<Object> bytes = byBytes;
        if (bytes != null && record instanceof RawKeyRecord<Object, Object> raw && raw.keyFormat() == byteFormat) {
            addByBytes(bytes, raw);
        } else {
            addByKey(Objects.requireNonNull(store), record);
        }
    }

    private void addByBytes(ByteKeyedStore<Object> bytes, RawKeyRecord<Object, Object> record) {
        TableEntry entry = bytes.entry(record.keyArray(), record.keyOffset(), record.keyLength());
        Object old = bytes.value(entry);
        long timestamp = old == null ? record.timestamp() : Math.max(record.timestamp(), entry.timestamp());
        Object start = old == null ? initializer.get() : old;
        Object aggregate = adder.add(record, start);
        bytes.put(
                entry,
                aggregate,
                aggregate == null ? record.timestamp() : timestamp); // a delete has the time of its record
        Objects.requireNonNull(output).send(record, aggregate, start, timestamp, true);
    }

    private void addByKey(TableStore rows, Record<Object, Object> record) {
        ValueAndTimestamp<Object> old = rows.get(record.key());
        long timestamp = old == null ? record.timestamp() : Math.max(record.timestamp(), old.timestamp());
        Object start = old == null ? initializer.get() : old.value();
        Object aggregate = adder.add(record, start);
        TableStore.Written written = rows.put(record.key(), aggregate, timestamp);
        if (written != TableStore.Written.NOTHING) {
            Objects.requireNonNull(output)
                    .send(record, aggregate, start, timestamp, written == TableStore.Written.LATEST);
        }
    }
}
