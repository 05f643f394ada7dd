package io.millrace.processor;

import io.millrace.state.StoreBuilder;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A supplier that only counts as wrapped. */
record MarkedAsWrapped<KIn, VIn, KOut, VOut>(ProcessorSupplier<KIn, VIn, KOut, VOut> delegate)
        implements WrappedProcessorSupplier<KIn, VIn, KOut, VOut> {

    MarkedAsWrapped {
        Objects.requireNonNull(delegate, "processorSupplier cannot be null");
    }

    @Override
    public Processor<KIn, VIn, KOut, VOut> get() {
        return delegate.get();
    }

    @Override
    public @Nullable Set<StoreBuilder<?>> stores() {
        return delegate.stores();
    }
}
