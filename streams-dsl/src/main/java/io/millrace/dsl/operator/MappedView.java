package io.millrace.dsl.operator;

import io.millrace.state.ValueAndTimestamp;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The rows of a table with mapped values. */
final class MappedView extends ComputedView {

    private final BiFunction<Object, Object, Object> mapper;

    MappedView(TableView parent, BiFunction<Object, Object, Object> mapper) {
        super(parent);
        this.mapper = mapper;
    }

    @Override
    @Nullable
    ValueAndTimestamp<Object> compute(Object key, @Nullable ValueAndTimestamp<Object> row) {
        return row == null ? null : ValueAndTimestamp.make(mapper.apply(key, row.value()), row.timestamp());
    }
}
