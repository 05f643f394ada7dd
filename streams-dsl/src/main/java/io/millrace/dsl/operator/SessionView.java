package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.Window;
import io.millrace.state.Windowed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of a store of sessions, with the ends of the sessions as timestamps. */
final class SessionView implements TableView {

    private final String storeName;
    private @Nullable SessionRows rows;

    SessionView(String storeName) {
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessorContext<?, ?> context) {
        rows = SessionRows.of(context, storeName);
    }

    @Override
    public @Nullable ValueAndTimestamp<Object> get(Object key) {
        Windowed<?> windowed = (Windowed<?>) key;
        Window window = windowed.window();
        return ValueAndTimestamp.make(
                Objects.requireNonNull(rows).get(windowed.key(), window.start(), window.end()), window.end());
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
