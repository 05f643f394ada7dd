package io.millrace.dsl.operator;

import io.millrace.dsl.plan.ValueFunction;
import io.millrace.processor.ProcessorContext;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.topology.dag.NodeContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of a table with values from a function of the program, which is asked for absent rows too. */
final class TransformedView extends ComputedView {

    private static final long UNKNOWN_TIMESTAMP = -1;

    private final ValueFunction function;
    private @Nullable NodeContext context;

    TransformedView(TableView parent, ValueFunction function) {
        super(parent);
        this.function = function;
    }

    @Override
    public void init(ProcessorContext<?, ?> processorContext) {
        super.init(processorContext);
        context = (NodeContext) processorContext;
        function.init(processorContext);
    }

    @Override
    @Nullable
    ValueAndTimestamp<Object> compute(Object key, @Nullable ValueAndTimestamp<Object> row) {
        long timestampMs = row == null ? UNKNOWN_TIMESTAMP : row.timestamp();
        return Objects.requireNonNull(context)
                .underRecordContext(timestampMs, null, () -> transformed(key, row, timestampMs));
    }

    private @Nullable ValueAndTimestamp<Object> transformed(
            Object key, @Nullable ValueAndTimestamp<Object> row, long timestampMs) {
        return ValueAndTimestamp.make(function.apply(key, ValueAndTimestamp.getValueOrNull(row)), timestampMs);
    }

    @Override
    public void close() {
        super.close();
        function.close();
    }
}
