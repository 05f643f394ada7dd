package io.millrace.dsl.operator;

import io.millrace.dsl.plan.ForeignKeyPlan;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.record.Bytes;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps the registrations of a foreign-key join, on the side of the right table, and passes them on. */
public final class ForeignKeyReceive extends Operator {

    private final ForeignKeyPlan join;
    private @Nullable ForeignKeySerdes serdes;
    private @Nullable TableStore registrations;

    private ForeignKeyReceive(ForeignKeyPlan join) {
        this.join = join;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(ForeignKeyPlan join) {
        return () -> new ForeignKeyReceive(join);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        serdes = new ForeignKeySerdes(join, context);
        registrations = TableStore.of(context, join.subscriptions().name());
    }

    @Override
    public void process(Record<Object, Object> record) {
        byte[] bytes = (byte[]) Objects.requireNonNull(record.value());
        Registration registration = Registration.decode(bytes);
        boolean isKeyNull = RawKeyRecord.isKeyNull(record);
        if (isKeyNull && registration.instruction() != Registration.Instruction.ANSWER) {
            drop("null foreign key", record);
            return;
        }
        if (!isKeyNull) {
            keep(record, registration, bytes);
        }
        forward(record.withValue(registration));
    }

    private void keep(Record<Object, Object> record, Registration registration, byte[] bytes) {
        ForeignKeySerdes known = Objects.requireNonNull(serdes);
        Object key = known.key(registration.key(), record.headers());
        Bytes rowKey = known.registrationKey(Objects.requireNonNull(record.key()), key, record.headers());
        Objects.requireNonNull(registrations).put(rowKey, registration.forgets() ? null : bytes, record.timestamp());
    }
}
