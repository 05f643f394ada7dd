package io.millrace.dsl.operator;

import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.StreamStreamJoin.Bounds;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.record.KeyValue;
import io.millrace.state.WindowStore;
import io.millrace.state.WindowStoreIterator;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Joins a stream with itself over one store: first as the left side of earlier records, then as the right side, and with itself in between. */
public final class StreamSelfJoin extends Operator {

    private final Bounds bounds;
    private final Combiner joiner;
    private final String storeName;
    private final long retentionMs;
    private @Nullable WindowStore<Object, Object> store;
    private @Nullable ObservedTime time;

    private StreamSelfJoin(Bounds bounds, Combiner joiner, String storeName, long retentionMs) {
        this.bounds = bounds;
        this.joiner = joiner;
        this.storeName = storeName;
        this.retentionMs = retentionMs;
    }

    /**
     * @param retentionMs how old, by stream time, a record may be to be joined with itself
     */
    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            Bounds bounds, Combiner joiner, String storeName, long retentionMs) {
        return () -> new StreamSelfJoin(bounds, joiner, storeName, retentionMs);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        store = context.getStateStore(storeName);
        time = ObservedTime.of(context);
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (record.value() == null || RawKeyRecord.isKeyNull(record)) {
            drop("null key or value", record);
            return;
        }
        long now = record.timestamp();
        boolean selfMissing = now > Objects.requireNonNull(time).advance(now) - retentionMs + 1;
        try (WindowStoreIterator<Object> partners = fetch(record, bounds.beforeMs(), bounds.afterMs())) {
            while (partners.hasNext()) {
                KeyValue<Long, Object> partner = partners.next();
                send(record, record.value(), partner.value, Math.max(now, partner.key));
            }
        }
        try (WindowStoreIterator<Object> partners = fetch(record, bounds.afterMs(), bounds.beforeMs())) {
            while (partners.hasNext()) {
                KeyValue<Long, Object> partner = partners.next();
                if (selfMissing && partner.key > now) {
                    selfMissing = false;
                    send(record, record.value(), record.value(), now);
                }
                send(record, partner.value, record.value(), Math.max(now, partner.key));
            }
        }
        if (selfMissing) {
            send(record, record.value(), record.value(), now);
        }
    }

    private WindowStoreIterator<Object> fetch(Record<Object, Object> record, long before, long after) {
        long now = record.timestamp();
        return Objects.requireNonNull(store)
                .fetch(Objects.requireNonNull(record.key()), Math.max(0, now - before), Math.max(0, now + after));
    }

    private void send(Record<Object, Object> cause, @Nullable Object left, @Nullable Object right, long timestampMs) {
        forward(RawKeyRecord.copy(cause, joiner.apply(cause.key(), left, right), timestampMs));
    }
}
