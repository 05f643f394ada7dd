package io.millrace.dsl.operator;

import io.millrace.dsl.plan.ForeignKeyPlan;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.state.ValueAndTimestamp;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Joins an answer of a foreign-key join with the left row, unless that has changed since it asked: then another answer is on its way. */
public final class ForeignKeyResolve extends Operator {

    private final ForeignKeyPlan join;
    private final TableView left;
    private @Nullable ForeignKeySerdes serdes;

    private ForeignKeyResolve(ForeignKeyPlan join, TableView left) {
        this.join = join;
        this.left = left;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(ForeignKeyPlan join, TableView.Source left) {
        return () -> new ForeignKeyResolve(join, left.views().get());
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        serdes = new ForeignKeySerdes(join, context);
        left.init(context);
    }

    @Override
    public void process(Record<Object, Object> record) {
        ForeignKeySerdes known = Objects.requireNonNull(serdes);
        ForeignKeyAnswer answer = (ForeignKeyAnswer) Objects.requireNonNull(record.value());
        Object leftValue = ValueAndTimestamp.getValueOrNull(left.get(Objects.requireNonNull(record.key())));
        if (!Arrays.equals(answer.hash(), known.hash(leftValue, record.headers()))) {
            drop("answer for an outdated row", record);
            return;
        }
        boolean isDelete = answer.foreignValue() == null && (!join.left() || leftValue == null);
        Object joined = isDelete ? null : join.joiner().apply(record.key(), leftValue, answer.foreignValue());
        forward(record.withValue(joined));
    }

    @Override
    public void close() {
        left.close();
    }
}
