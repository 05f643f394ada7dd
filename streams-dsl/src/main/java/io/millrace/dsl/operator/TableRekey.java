package io.millrace.dsl.operator;

import io.millrace.errors.StreamsException;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.record.KeyValue;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Regroups a table. If the old and the new row have equal keys, one change goes out; else the old row is withdrawn under its key, then the new one is
 * added under its own. A pair without key or value stands for no row.
 */
public final class TableRekey extends Operator {

    private final BiFunction<Object, Object, Object> selector;
    private final boolean skipsOlderVersions;

    private TableRekey(BiFunction<Object, Object, Object> selector, boolean skipsOlderVersions) {
        this.selector = selector;
        this.skipsOlderVersions = skipsOlderVersions;
    }

    /**
     * @param selector returns a {@link KeyValue}
     */
    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            BiFunction<Object, Object, Object> selector, boolean skipsOlderVersions) {
        return () -> new TableRekey(selector, skipsOlderVersions);
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (RawKeyRecord.isKeyNull(record)) {
            throw new StreamsException("A row without a key cannot be grouped: rows of a table always have one");
        }
        Change<?> change = (Change<?>) Objects.requireNonNull(record.value(), "change cannot be null");
        if (skipsOlderVersions && !change.isLatest()) {
            return;
        }
        KeyValue<?, ?> added = select(record.key(), change.newValue());
        KeyValue<?, ?> withdrawn = select(record.key(), change.oldValue());
        if (added != null && withdrawn != null && withdrawn.key.equals(added.key)) {
            send(record, withdrawn.key, new Change<>(added.value, withdrawn.value, change.isLatest()));
            return;
        }
        if (withdrawn != null) {
            send(record, withdrawn.key, new Change<>(null, withdrawn.value, change.isLatest()));
        }
        if (added != null) {
            send(record, added.key, new Change<>(added.value, null, change.isLatest()));
        }
    }

    private @Nullable KeyValue<?, ?> select(@Nullable Object key, @Nullable Object value) {
        KeyValue<?, ?> pair = value == null ? null : (KeyValue<?, ?>) selector.apply(key, value);
        return pair == null || pair.key == null || pair.value == null ? null : pair;
    }

    private void send(Record<Object, Object> cause, Object key, Change<?> change) {
        forward(cause.<Object>withKey(key).withValue(change));
    }
}
