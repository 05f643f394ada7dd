package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Maps the values of a table; a deleted row stays deleted without a call of the function. */
public final class TableMapValues extends DerivedTableOperator {

    private final BiFunction<Object, Object, Object> mapper;

    private TableMapValues(
            BiFunction<Object, Object, Object> mapper, @Nullable String storeName, boolean sendsOldValues) {
        super(storeName, sendsOldValues);
        this.mapper = mapper;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            BiFunction<Object, Object, Object> mapper, @Nullable String storeName, boolean sendsOldValues) {
        return () -> new TableMapValues(mapper, storeName, sendsOldValues);
    }

    @Override
    @Nullable
    Object compute(@Nullable Object key, @Nullable Object value) {
        return value == null ? null : mapper.apply(key, value);
    }

    @Override
    boolean skipsEmptyChanges() {
        return false;
    }
}
