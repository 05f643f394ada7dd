package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Rows that are computed from those of another table. */
abstract class ComputedView implements TableView {

    private final TableView parent;

    ComputedView(TableView parent) {
        this.parent = parent;
    }

    /** The row of this table for a row of the other, null standing for no row in both. */
    abstract @Nullable ValueAndTimestamp<Object> compute(Object key, @Nullable ValueAndTimestamp<Object> row);

    @Override
    public void init(ProcessorContext<?, ?> context) {
        parent.init(context);
    }

    @Override
    public final @Nullable ValueAndTimestamp<Object> get(Object key) {
        return compute(key, parent.get(key));
    }

    @Override
    public final @Nullable ValueAndTimestamp<Object> get(Object key, long asOfTimestampMs) {
        return compute(key, parent.get(key, asOfTimestampMs));
    }

    @Override
    public final boolean isVersioned() {
        return parent.isVersioned();
    }

    @Override
    public void close() {
        parent.close();
    }
}
