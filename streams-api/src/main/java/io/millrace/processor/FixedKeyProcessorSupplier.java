package io.millrace.processor;

import java.util.function.Supplier;

/**
 * Makes fixed-key processors. {@link #get} must return a new object at each call: every task has its own.
 *
 * @param <KIn> type of keys
 * @param <VIn> type of input values
 * @param <VOut> type of forwarded values
 */
@FunctionalInterface
public interface FixedKeyProcessorSupplier<KIn, VIn, VOut>
        extends ConnectedStoreProvider, Supplier<FixedKeyProcessor<KIn, VIn, VOut>> {

    /** A new processor. */
    @Override
    FixedKeyProcessor<KIn, VIn, VOut> get();
}
