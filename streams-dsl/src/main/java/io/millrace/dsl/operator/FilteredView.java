package io.millrace.dsl.operator;

import io.millrace.state.ValueAndTimestamp;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The rows of a table that match a predicate, or those that do not. */
final class FilteredView extends ComputedView {

    private final BiPredicate<Object, Object> predicate;
    private final boolean negated;

    FilteredView(TableView parent, BiPredicate<Object, Object> predicate, boolean negated) {
        super(parent);
        this.predicate = predicate;
        this.negated = negated;
    }

    @Override
    @Nullable
    ValueAndTimestamp<Object> compute(Object key, @Nullable ValueAndTimestamp<Object> row) {
        return row != null && negated != predicate.test(key, row.value()) ? row : null;
    }
}
