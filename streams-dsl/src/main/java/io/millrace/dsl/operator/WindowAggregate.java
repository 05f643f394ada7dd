package io.millrace.dsl.operator;

import io.millrace.dsl.plan.Fold;
import io.millrace.dsl.plan.Windowing;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.record.Headers;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.Window;
import io.millrace.state.Windowed;
import io.millrace.stores.table.ByteKeyedWindowStore;
import io.millrace.stores.table.KeyFormat;
import io.millrace.stores.table.TableEntry;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates a grouped stream by windows of fixed size. A record without key is dropped; a null value reaches the adder. A record counts for each of its windows that
 * is not closed; each closed one counts as a drop. A record with raw key goes to a store of the same key format by its bytes.
 */
public final class WindowAggregate extends Operator {

    private final String storeName;
    private final Windowing.Fixed windows;
    private final Supplier<Object> initializer;
    private final Fold adder;
    private final boolean emitsOnClose;
    private final boolean sendsOldValues;
    private @Nullable WindowRows rows;
    private @Nullable ByteKeyedWindowStore<Object> byBytes;
    private @Nullable KeyFormat byteFormat;
    private @Nullable ObservedTime time;
    private @Nullable ChangeOutput output;
    private @Nullable ClosedWindows closed;

    private WindowAggregate(Settings settings, Windowing.Fixed windows) {
        this.storeName = settings.storeName();
        this.windows = windows;
        this.initializer = settings.initializer();
        this.adder = settings.adder();
        this.emitsOnClose = settings.emitsOnClose();
        this.sendsOldValues = settings.sendsOldValues();
    }

    /** What all windowed aggregations have in common. */
    public record Settings(
            String storeName, Supplier<Object> initializer, Fold adder, boolean emitsOnClose, boolean sendsOldValues) {}

    public static ProcessorSupplier<?, ?, ?, ?> supplier(Settings settings, Windowing.Fixed windows) {
        return () -> new WindowAggregate(settings, windows);
    }

    @Override
    @SuppressWarnings("unchecked") // the DSL gave store and operator the same types
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        WindowRows found = WindowRows.of(context, storeName);
        rows = found;
        byBytes = found.store() instanceof ByteKeyedWindowStore<?> keyed ? (ByteKeyedWindowStore<Object>) keyed : null;
        byteFormat = byBytes == null ? null : byBytes.keyFormat();
        time = ObservedTime.of(context);
        if (emitsOnClose) {
            closed = new ClosedWindows(context);
        } else {
            output = ChangeOutput.ofWindows(context, found, sendsOldValues);
        }
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (RawKeyRecord.isKeyNull(record)) {
            drop("null key", record);
            return;
        }
        long closeMs = Objects.requireNonNull(time).advance(record.timestamp()) - windows.graceMs();
        for (Map.Entry<Long, ? extends Window> window :
                windows.windowsFor().apply(record.timestamp()).entrySet()) {
            if (window.getValue().end() > closeMs) {
                add(record, window.getKey(), window.getValue());
            } else {
                drop("expired window", record);
            }
        }
        if (closed != null && closed.isDue(closeMs)) {
            emit(record, closed, closeMs);
        }
    }

    private void add(Record<Object, Object> record, long startMs, Window window) {
        ByteKeyedWindowStore<Object> bytes = byBytes;
        if (bytes != null && record instanceof RawKeyRecord<Object, Object> raw && raw.keyFormat() == byteFormat) {
            TableEntry entry = bytes.entry(raw.keyArray(), raw.keyOffset(), raw.keyLength(), startMs);
            if (entry != null) {
                addByBytes(bytes, entry, raw, window);
                return;
            }
        }
        addByKey(Objects.requireNonNull(rows), record, startMs, window);
    }

    /** The key is decoded only if the adder or the output asks for it. */
    private void addByBytes(
            ByteKeyedWindowStore<Object> bytes, TableEntry entry, RawKeyRecord<Object, Object> record, Window window) {
        Object old = bytes.value(entry);
        long timestamp = old == null ? record.timestamp() : Math.max(record.timestamp(), entry.timestamp());
        Object start = old == null ? initializer.get() : old;
        Object aggregate = adder.add(record, start);
        bytes.put(entry, aggregate, aggregate == null ? record.timestamp() : timestamp);
        send(record, window, aggregate, start, timestamp);
    }

    private void addByKey(WindowRows store, Record<Object, Object> record, long startMs, Window window) {
        Object key = Objects.requireNonNull(record.key());
        ValueAndTimestamp<Object> old = store.get(key, startMs);
        Object start = old == null ? initializer.get() : old.value();
        long timestamp = old == null ? record.timestamp() : Math.max(record.timestamp(), old.timestamp());
        Object aggregate = adder.add(record, start);
        store.put(key, aggregate, timestamp, startMs);
        send(record, window, aggregate, start, timestamp);
    }

    private void send(
            Record<Object, Object> cause,
            Window window,
            @Nullable Object newValue,
            @Nullable Object oldValue,
            long timestampMs) {
        ChangeOutput out = output;
        if (out != null && !out.isCached()) {
            Windowed<Object> key = new Windowed<>(Objects.requireNonNull(cause.key()), window);
            out.send(key, newValue, oldValue, timestampMs, headersOf(cause));
        }
    }

    static @Nullable Headers headersOf(Record<?, ?> record) {
        return record.hasHeaders() ? record.headers() : null;
    }

    private void emit(Record<Object, Object> cause, ClosedWindows progress, long closeMs) {
        long lastStartMs = closeMs - windows.sizeMs();
        if (lastStartMs < 0) {
            return;
        }
        long firstStartMs = progress.hasEmitted() ? Math.max(0, progress.emittedToMs() - windows.sizeMs()) + 1 : 0;
        if (progress.hasEmitted() && windowsAt(lastStartMs).equals(windowsAt(firstStartMs - 1))) {
            return;
        }
        emitRange(this, cause, Objects.requireNonNull(rows), firstStartMs, lastStartMs);
        progress.emitted(closeMs);
    }

    private Map<Long, ? extends Window> windowsAt(long timestampMs) {
        return windows.windowsFor().apply(timestampMs);
    }

    /** Forwards the rows of windows that start in a range, as final results. */
    static void emitRange(
            Operator operator, Record<Object, Object> cause, WindowRows rows, long startFromMs, long startToMs) {
        try (KeyValueIterator<Windowed<Object>, Object> found = rows.fetchAll(startFromMs, startToMs)) {
            while (found.hasNext()) {
                KeyValue<Windowed<Object>, Object> next = found.next();
                ValueAndTimestamp<Object> row = Objects.requireNonNull(WindowRows.row(next.value));
                operator.forward(
                        new Record<>(next.key, new Change<>(row.value(), null), row.timestamp(), headersOf(cause)));
            }
        }
    }
}
