package io.millrace.dsl.operator;

import io.millrace.dsl.plan.ForeignKeyPlan;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells all left keys that registered with a key of the right table that its row has changed. */
public final class ForeignKeyNotify extends Operator {

    private final ForeignKeyPlan join;
    private final boolean skipsOlderVersions;
    private @Nullable ForeignKeySerdes serdes;
    private @Nullable TableStore registrations;

    private ForeignKeyNotify(ForeignKeyPlan join, boolean skipsOlderVersions) {
        this.join = join;
        this.skipsOlderVersions = skipsOlderVersions;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(ForeignKeyPlan join, boolean skipsOlderVersions) {
        return () -> new ForeignKeyNotify(join, skipsOlderVersions);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        serdes = new ForeignKeySerdes(join, context);
        registrations = TableStore.of(context, join.subscriptions().name());
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (RawKeyRecord.isKeyNull(record)) {
            drop("null key", record);
            return;
        }
        Change<?> change = (Change<?>) Objects.requireNonNull(record.value(), "change cannot be null");
        if (skipsOlderVersions && !change.isLatest()) {
            drop("out-of-order change of a versioned table", record);
            return;
        }
        ForeignKeySerdes known = Objects.requireNonNull(serdes);
        byte[] prefix = known.registrationPrefix(Objects.requireNonNull(record.key()), record.headers());
        try (KeyValueIterator<Object, Object> rows =
                Objects.requireNonNull(registrations).range(new Bytes(prefix), new Bytes(behind(prefix)))) {
            while (rows.hasNext()) {
                KeyValue<Object, Object> row = rows.next();
                byte[] key = ((Bytes) row.key).get();
                if (startsWith(key, prefix)) {
                    tell(record, known, key, (byte[]) TableStore.value(row.value), change.newValue());
                }
            }
        }
    }

    private void tell(
            Record<Object, Object> cause,
            ForeignKeySerdes known,
            byte[] rowKey,
            byte @Nullable [] registrationBytes,
            @Nullable Object value) {
        Registration registration = Registration.decode(Objects.requireNonNull(registrationBytes));
        forward(new Record<>(
                known.registeredKey(rowKey, cause.headers()),
                new ForeignKeyAnswer(registration.hash(), value, registration.partition()),
                cause.timestamp(),
                WindowAggregate.headersOf(cause)));
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The smallest key behind all with the prefix; there is one, since a prefix begins with a small number. */
    private static byte[] behind(byte[] prefix) {
        byte[] next = prefix.clone();
        int i = next.length - 1;
        while (++next[i] == 0) {
            i--;
        }
        return next;
    }
}
