package io.millrace.dsl.operator;

import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.JoinKind;
import io.millrace.processor.ProcessorContext;
import io.millrace.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** The rows of two tables, joined when they are asked for. */
final class JoinedView implements TableView {

    private static final long UNKNOWN_TIMESTAMP = -1;

    private final TableView left;
    private final TableView right;
    private final Combiner joiner;
    private final JoinKind kind;

    JoinedView(TableView left, TableView right, Combiner joiner, JoinKind kind) {
        this.left = left;
        this.right = right;
        this.joiner = joiner;
        this.kind = kind;
    }

    @Override
    public void init(ProcessorContext<?, ?> context) {
        left.init(context);
        right.init(context);
    }

    @Override
    public @Nullable ValueAndTimestamp<Object> get(Object key) {
        ValueAndTimestamp<Object> leftRow = left.get(key);
        if (leftRow == null && !kind.keepsRight()) {
            return null;
        }
        ValueAndTimestamp<Object> rightRow = right.get(key);
        if (rightRow == null && (leftRow == null || !kind.keepsLeft())) {
            return null;
        }
        Object value = joiner.apply(
                key, ValueAndTimestamp.getValueOrNull(leftRow), ValueAndTimestamp.getValueOrNull(rightRow));
        return ValueAndTimestamp.make(value, Math.max(timestamp(leftRow), timestamp(rightRow)));
    }

    private static long timestamp(@Nullable ValueAndTimestamp<Object> row) {
        return row == null ? UNKNOWN_TIMESTAMP : row.timestamp();
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
        left.close();
        right.close();
    }
}
