package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.state.ValueAndTimestamp;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of a suppressed table as downstream knows them: the last that went out for those that wait, else those of the table before. */
final class SuppressedView implements TableView {

    private static final long UNKNOWN_TIMESTAMP = -1;

    private final TableView parent;
    private final String bufferName;
    private @Nullable SuppressBuffer buffer;

    SuppressedView(TableView parent, String bufferName) {
        this.parent = parent;
        this.bufferName = bufferName;
    }

    @Override
    public void init(ProcessorContext<?, ?> context) {
        parent.init(context);
        buffer = context.getStateStore(bufferName);
    }

    @Override
    public @Nullable ValueAndTimestamp<Object> get(Object key) {
        SuppressBuffer waiting = Objects.requireNonNull(buffer);
        return waiting.contains(key)
                ? ValueAndTimestamp.make(waiting.priorValue(key), UNKNOWN_TIMESTAMP)
                : parent.get(key);
    }

    @Override
    public @Nullable ValueAndTimestamp<Object> get(Object key, long asOfTimestampMs) {
        return get(key);
    }

    @Override
    public boolean isVersioned() {
        return false;
    }

    @Override
    public void close() {
        parent.close();
    }
}
