package io.millrace.processor;

import java.util.function.Supplier;

/**
 * Makes processors. {@link #get} must return a new object at each call: every task has its own.
 *
 * @param <KIn> type of input keys
 * @param <VIn> type of input values
 * @param <KOut> type of forwarded keys
 * @param <VOut> type of forwarded values
 */
@FunctionalInterface
public interface ProcessorSupplier<KIn, VIn, KOut, VOut>
        extends ConnectedStoreProvider, Supplier<Processor<KIn, VIn, KOut, VOut>> {

    /** A new processor. */
    @Override
    Processor<KIn, VIn, KOut, VOut> get();
}
