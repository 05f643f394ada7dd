package io.millrace.dsl.operator;

import io.millrace.dsl.plan.ValueFunction;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Maps the values of a table with a function that may keep stores; it is called for deleted rows too. */
public final class TableTransformValues extends DerivedTableOperator {

    private final ValueFunction function;

    private TableTransformValues(ValueFunction function, @Nullable String storeName, boolean sendsOldValues) {
        super(storeName, sendsOldValues);
        this.function = function;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            Supplier<? extends ValueFunction> function, @Nullable String storeName, boolean sendsOldValues) {
        return () -> new TableTransformValues(function.get(), storeName, sendsOldValues);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        function.init(context);
        super.init(context);
    }

    @Override
    @Nullable
    Object compute(@Nullable Object key, @Nullable Object value) {
        return function.apply(key, value);
    }

    @Override
    boolean skipsEmptyChanges() {
        return false;
    }

    @Override
    public void close() {
        function.close();
    }
}
