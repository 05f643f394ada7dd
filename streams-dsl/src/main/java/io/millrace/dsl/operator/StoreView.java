package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.state.ValueAndTimestamp;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of a store. */
final class StoreView implements TableView {

    private final String storeName;
    private @Nullable TableStore store;

    StoreView(String storeName) {
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessorContext<?, ?> context) {
        store = TableStore.of(context, storeName);
    }

    @Override
    public @Nullable ValueAndTimestamp<Object> get(Object key) {
        return Objects.requireNonNull(store).get(key);
    }

    @Override
    public @Nullable ValueAndTimestamp<Object> get(Object key, long asOfTimestampMs) {
        return Objects.requireNonNull(store).get(key, asOfTimestampMs);
    }

    @Override
    public boolean isVersioned() {
        return Objects.requireNonNull(store).isVersioned();
    }

    @Override
    public void close() {}
}
