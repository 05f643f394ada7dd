package io.millrace.dsl.operator;

import io.millrace.dsl.plan.Combiner;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One side of a join of two tables: looks each changed row up in the other table and forwards the change of the joined row. */
public final class TableTableJoin extends Operator {

    /** What a side does when the other table has no row, or this one none. */
    public enum SideKind {
        /** A result needs both rows. */
        INNER,
        /** A result needs the row of this side. */
        THIS_KEPT,
        /** A result needs the row of the other side. */
        OTHER_KEPT,
        /** A result needs one of the rows. */
        BOTH_KEPT
    }

    private final TableView other;
    private final Combiner joiner;
    private final SideKind kind;
    private final boolean sendsOldValues;
    private final boolean skipsOlderVersions;

    private TableTableJoin(
            TableView other, Combiner joiner, SideKind kind, boolean sendsOldValues, boolean skipsOlderVersions) {
        this.other = other;
        this.joiner = joiner;
        this.kind = kind;
        this.sendsOldValues = sendsOldValues;
        this.skipsOlderVersions = skipsOlderVersions;
    }

    /**
     * @param joiner gets the key, the value of this side and the value of the other side
     */
    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            TableView.Source other,
            Combiner joiner,
            SideKind kind,
            boolean sendsOldValues,
            boolean skipsOlderVersions) {
        return () -> new TableTableJoin(other.views().get(), joiner, kind, sendsOldValues, skipsOlderVersions);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        other.init(context);
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
        Object key = Objects.requireNonNull(record.key());
        ValueAndTimestamp<Object> otherRow = other.get(key);
        Object otherValue = ValueAndTimestamp.getValueOrNull(otherRow);
        if (otherValue == null && hasNoResult(change)) {
            return;
        }
        Object newValue = join(key, change.newValue(), otherValue);
        Object oldValue = sendsOldValues ? join(key, change.oldValue(), otherValue) : null;
        long timestamp = otherRow == null ? record.timestamp() : Math.max(record.timestamp(), otherRow.timestamp());
        forward(RawKeyRecord.copy(record, new Change<>(newValue, oldValue, change.isLatest()), timestamp));
    }

    private boolean hasNoResult(Change<?> change) {
        return kind == SideKind.INNER
                || kind == SideKind.OTHER_KEPT
                || change.newValue() == null && change.oldValue() == null;
    }

    /** The joined row; null if the rows of both sides do not make one. */
    private @Nullable Object join(Object key, @Nullable Object thisValue, @Nullable Object otherValue) {
        boolean isThere = switch (kind) {
            case INNER -> thisValue != null && otherValue != null;
            case THIS_KEPT -> thisValue != null;
            case OTHER_KEPT -> otherValue != null;
            case BOTH_KEPT -> thisValue != null || otherValue != null;
        };
        return isThere ? joiner.apply(key, thisValue, otherValue) : null;
    }

    @Override
    public void close() {
        other.close();
    }
}
