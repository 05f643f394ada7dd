package io.millrace.dsl.operator;

import io.millrace.dsl.plan.ValueFunction;
import io.millrace.processor.ProcessorContext;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.topology.dag.NodeContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of a table with values from a function of the program, which is asked for absent rows too. */
final class TransformedView extends ComputedView {

    /** What a transformer sees of a row that is not there. */
    private static final long UNKNOWN_TIMESTAMP = -1;
    /** What a transformer made of such a row has this timestamp, for the views over this one; it is smaller than all others. */
    private static final long OF_AN_ABSENT_ROW = Long.MIN_VALUE;

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
        NodeContext known = Objects.requireNonNull(context);
        boolean ofAbsentRow = row != null && row.timestamp() == OF_AN_ABSENT_ROW;
        return known.underRecordContext(
                row == null || ofAbsentRow ? UNKNOWN_TIMESTAMP : row.timestamp(),
                // Rows have none. As in Kafka Streams, what another transformer made of an absent row has those of the
                // record.
                ofAbsentRow ? known.headers() : null,
                () -> transformed(key, row));
    }

    private @Nullable ValueAndTimestamp<Object> transformed(Object key, @Nullable ValueAndTimestamp<Object> row) {
        return ValueAndTimestamp.make(
                function.apply(key, ValueAndTimestamp.getValueOrNull(row)),
                row == null ? OF_AN_ABSENT_ROW : row.timestamp());
    }

    @Override
    public void close() {
        super.close();
        function.close();
    }
}
