package io.millrace.dsl.operator;

import io.millrace.dsl.plan.Suppress.Limits;
import io.millrace.errors.StreamsException;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.processor.StateStore;
import io.millrace.serialization.Serde;
import io.millrace.state.StoreBuilder;
import io.millrace.state.Windowed;
import io.millrace.topology.dag.NodeContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Holds changes of a table back until stream time is far enough, or the buffer is full. Only the arrival of a record moves anything. */
public final class Suppress extends Operator {

    private final String bufferName;
    private final Limits limits;
    private @Nullable SuppressBuffer buffer;
    private @Nullable ObservedTime time;

    private Suppress(String bufferName, Limits limits) {
        this.bufferName = bufferName;
        this.limits = limits;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(String bufferName, Limits limits) {
        return () -> new Suppress(bufferName, limits);
    }

    /** Builds the buffers of such operators; see {@link SuppressBuffer#builder}. */
    public static StoreBuilder<StateStore> bufferBuilder(
            String name,
            @Nullable Serde<?> keySerde,
            @Nullable Serde<?> valueSerde,
            @Nullable Map<String, String> changelogConfig) {
        return SuppressBuffer.builder(name, keySerde, valueSerde, changelogConfig);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        time = ObservedTime.of(context);
        SuppressBuffer found = context.getStateStore(bufferName);
        ((NodeContext) context).registerRewindable(found);
        buffer = found;
    }

    @Override
    public void process(Record<Object, Object> record) {
        SuppressBuffer waiting = Objects.requireNonNull(buffer);
        Change<?> change = (Change<?>) Objects.requireNonNull(record.value(), "change cannot be null");
        long dueMs = Objects.requireNonNull(time).advance(record.timestamp()) - limits.waitMs();
        waiting.put(timeOf(record), record, change);
        waiting.evictWhile(() -> waiting.oldestTimeMs() <= dueMs, this::emit);
        if (isFull(waiting)) {
            if (!limits.emitsEarly()) {
                throw new StreamsException(
                        "Buffer '" + bufferName + "' is full: it has " + waiting.count() + " of at most "
                                + limits.maxRecords() + " records and " + waiting.sizeBytes() + " of at most "
                                + limits.maxBytes() + " bytes. Raise the limits, or let the buffer emit early.");
            }
            waiting.evictWhile(() -> isFull(waiting), this::emit);
        }
    }

    private long timeOf(Record<Object, Object> record) {
        return limits.byWindowEnd()
                ? ((Windowed<?>) Objects.requireNonNull(record.key())).window().end()
                : record.timestamp();
    }

    private boolean isFull(SuppressBuffer waiting) {
        return waiting.count() > limits.maxRecords() || waiting.sizeBytes() > limits.maxBytes();
    }

    private void emit(Record<Object, Object> record) {
        Change<?> change = (Change<?>) Objects.requireNonNull(record.value());
        if (change.newValue() != null || !limits.dropsDeletes()) {
            forward(record);
        }
    }
}
