package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Keeps the rows of a table that match a predicate, or those that do not. A row that does not pass is a delete, even if it never passed. */
public final class TableFilter extends DerivedTableOperator {

    private final BiPredicate<Object, Object> predicate;
    private final boolean negated;
    private final boolean behindVersionedTable;

    private TableFilter(
            BiPredicate<Object, Object> predicate,
            boolean negated,
            @Nullable String storeName,
            boolean sendsOldValues,
            boolean behindVersionedTable) {
        super(storeName, sendsOldValues);
        this.predicate = predicate;
        this.negated = negated;
        this.behindVersionedTable = behindVersionedTable;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            BiPredicate<Object, Object> predicate,
            boolean negated,
            @Nullable String storeName,
            boolean sendsOldValues,
            boolean behindVersionedTable) {
        return () -> new TableFilter(predicate, negated, storeName, sendsOldValues, behindVersionedTable);
    }

    @Override
    @Nullable
    Object compute(@Nullable Object key, @Nullable Object value) {
        return value != null && negated != predicate.test(key, value) ? value : null;
    }

    @Override
    boolean skipsEmptyChanges() {
        return !behindVersionedTable;
    }
}
