package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.Windowed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of a windowed table's store. */
final class WindowView implements TableView {

    private final String storeName;
    private @Nullable WindowRows rows;

    WindowView(String storeName) {
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessorContext<?, ?> context) {
        rows = WindowRows.of(context, storeName);
    }

    @Override
    public @Nullable ValueAndTimestamp<Object> get(Object key) {
        Windowed<?> windowed = (Windowed<?>) key;
        return Objects.requireNonNull(rows)
                .get(windowed.key(), windowed.window().start());
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
    public void close() {}
}
