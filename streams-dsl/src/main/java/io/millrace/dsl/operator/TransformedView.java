package io.millrace.dsl.operator;

import io.millrace.dsl.plan.ValueFunction;
import io.millrace.processor.ProcessorContext;
import io.millrace.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** The rows of a table with values from a function of the program, which is asked for absent rows too. */
final class TransformedView extends ComputedView {

    private static final long UNKNOWN_TIMESTAMP = -1;

    private final ValueFunction function;

    TransformedView(TableView parent, ValueFunction function) {
        super(parent);
        this.function = function;
    }

    @Override
    public void init(ProcessorContext<?, ?> context) {
        super.init(context);
        function.init(context);
    }

    @Override
    @Nullable
    ValueAndTimestamp<Object> compute(Object key, @Nullable ValueAndTimestamp<Object> row) {
        Object value = function.apply(key, ValueAndTimestamp.getValueOrNull(row));
        return ValueAndTimestamp.make(value, row == null ? UNKNOWN_TIMESTAMP : row.timestamp());
    }

    @Override
    public void close() {
        super.close();
        function.close();
    }
}
