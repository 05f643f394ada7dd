package io.millrace.processor;

import io.millrace.state.StoreBuilder;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A fixed-key supplier that only counts as wrapped. */
record MarkedAsWrappedFixedKey<KIn, VIn, VOut>(FixedKeyProcessorSupplier<KIn, VIn, VOut> delegate)
        implements WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> {

    MarkedAsWrappedFixedKey {
        Objects.requireNonNull(delegate, "processorSupplier cannot be null");
    }

    @Override
    public FixedKeyProcessor<KIn, VIn, VOut> get() {
        return delegate.get();
    }

    @Override
    public @Nullable Set<StoreBuilder<?>> stores() {
        return delegate.stores();
    }
}
