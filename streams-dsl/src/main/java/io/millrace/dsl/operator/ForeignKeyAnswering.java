package io.millrace.dsl.operator;

import io.millrace.dsl.operator.Registration.Instruction;
import io.millrace.dsl.plan.ForeignKeyPlan;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.state.ValueAndTimestamp;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers each registration of a foreign-key join with the row of the right table, stamped with the later of both times. */
public final class ForeignKeyAnswering extends Operator {

    private final ForeignKeyPlan join;
    private final TableView right;
    private @Nullable ForeignKeySerdes serdes;

    private ForeignKeyAnswering(ForeignKeyPlan join, TableView right) {
        this.join = join;
        this.right = right;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(ForeignKeyPlan join, TableView.Source right) {
        return () -> new ForeignKeyAnswering(join, right.views().get());
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        serdes = new ForeignKeySerdes(join, context);
        right.init(context);
    }

    @Override
    public void process(Record<Object, Object> record) {
        Registration registration = (Registration) Objects.requireNonNull(record.value());
        Object foreignKey = record.key();
        ValueAndTimestamp<Object> row = foreignKey == null ? null : right.get(foreignKey);
        Instruction instruction = registration.instruction();
        if (instruction == Instruction.FORGET || instruction == Instruction.ANSWER_IF_PRESENT && row == null) {
            return;
        }
        Object value = instruction == Instruction.FORGET_AND_ANSWER || row == null ? null : row.value();
        ForeignKeySerdes known = Objects.requireNonNull(serdes);
        forward(new Record<>(
                known.key(registration.key(), record.headers()),
                new ForeignKeyAnswer(registration.hash(), value, registration.partition()),
                row == null ? record.timestamp() : Math.max(record.timestamp(), row.timestamp()),
                WindowAggregate.headersOf(record)));
    }

    @Override
    public void close() {
        right.close();
    }
}
