package io.millrace.dsl.operator;

import io.millrace.dsl.operator.Registration.Instruction;
import io.millrace.dsl.plan.ForeignKeyPlan;
import io.millrace.errors.StreamsException;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns changes of the left table of a foreign-key join into registrations with the keys of the right table. */
public final class ForeignKeyRegister extends Operator {

    private final ForeignKeyPlan join;
    private final boolean skipsOlderVersions;
    private @Nullable ForeignKeySerdes serdes;

    private ForeignKeyRegister(ForeignKeyPlan join, boolean skipsOlderVersions) {
        this.join = join;
        this.skipsOlderVersions = skipsOlderVersions;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(ForeignKeyPlan join, boolean skipsOlderVersions) {
        return () -> new ForeignKeyRegister(join, skipsOlderVersions);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        serdes = new ForeignKeySerdes(join, context);
    }

    /** The change of a left row, with its foreign keys. */
    private record Row(
            Record<Object, Object> record,
            Change<?> change,
            @Nullable Object oldForeignKey,
            @Nullable Object newForeignKey) {}

    @Override
    public void process(Record<Object, Object> record) {
        Change<?> change = (Change<?>) Objects.requireNonNull(record.value(), "change cannot be null");
        if (skipsOlderVersions && !change.isLatest()) {
            drop("out-of-order change of a versioned table", record);
            return;
        }
        Row row = new Row(record, change, foreignKey(record, change.oldValue()), foreignKey(record, change.newValue()));
        if (join.left()) {
            registerKept(row);
        } else {
            register(row);
        }
    }

    private @Nullable Object foreignKey(Record<Object, Object> record, @Nullable Object value) {
        return value == null ? null : join.extractor().apply(record.key(), value);
    }

    /** A left join wants an answer in any case; a missing foreign key is asked for too. */
    private void registerKept(Row row) {
        if (row.change().oldValue() == null && row.change().newValue() == null) {
            return;
        }
        if (row.oldForeignKey() != null && isMoved(row)) {
            send(row, row.oldForeignKey(), Instruction.FORGET);
        }
        send(row, row.newForeignKey(), Instruction.ANSWER);
    }

    private void register(Row row) {
        Object oldKey = row.oldForeignKey();
        Object newKey = row.newForeignKey();
        if (row.change().newValue() != null && newKey == null) {
            drop("null foreign key", row.record());
        }
        if (newKey == null) {
            if (oldKey != null) {
                send(row, oldKey, Instruction.FORGET_AND_ANSWER);
            }
        } else if (oldKey != null && isMoved(row)) {
            send(row, oldKey, Instruction.FORGET);
            send(row, newKey, Instruction.ANSWER);
        } else {
            send(row, newKey, Instruction.ANSWER_IF_PRESENT);
        }
    }

    private boolean isMoved(Row row) {
        return !Objects.requireNonNull(serdes)
                .areSame(row.newForeignKey(), row.oldForeignKey(), row.record().headers());
    }

    private void send(Row row, @Nullable Object foreignKey, Instruction instruction) {
        ForeignKeySerdes known = Objects.requireNonNull(serdes);
        Record<Object, Object> record = row.record();
        Registration registration = new Registration(
                known.hash(row.change().newValue(), record.headers()),
                instruction,
                keyBytes(known, record),
                partition());
        forward(new Record<>(foreignKey, registration.encode(), record.timestamp(), WindowAggregate.headersOf(record)));
    }

    /** As in Kafka Streams, where a sink does it, a key that does not fit its serde is no mistake of this processor's types. */
    private byte[] keyBytes(ForeignKeySerdes known, Record<Object, Object> record) {
        Object key = Objects.requireNonNull(record.key());
        try {
            return known.keyBytes(key, record.headers());
        } catch (ClassCastException e) {
            throw new StreamsException(
                    "The key serde of the left table of a foreign-key join cannot take a "
                            + key.getClass().getName()
                            + ". Materialize the table with the right serdes.",
                    e);
        }
    }

    private int partition() {
        return context()
                .recordMetadata()
                .map(RecordMetadata::partition)
                .orElse(context().taskId().partition());
    }
}
