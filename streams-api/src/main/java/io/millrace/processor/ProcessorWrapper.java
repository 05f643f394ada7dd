package io.millrace.processor;

import io.millrace.config.Configurable;
import java.util.Map;

/**
 * Wraps every processor of a topology, those of the DSL included, when the topology is built: for tracing, logging or
 * guarding. Named by the configuration key {@code processor.wrapper.class}; needs a public constructor without
 * parameters.
 */
public interface ProcessorWrapper extends Configurable {

    /** Called once before the first wrapping, with the configuration. */
    @Override
    default void configure(Map<String, ?> configs) {}

    /** The supplier to use in place of {@code processorSupplier} at the processor {@code processorName}. */
    <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
            String processorName, ProcessorSupplier<KIn, VIn, KOut, VOut> processorSupplier);

    /** The supplier to use in place of {@code processorSupplier} at the processor {@code processorName}. */
    <KIn, VIn, VOut> WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
            String processorName, FixedKeyProcessorSupplier<KIn, VIn, VOut> processorSupplier);

    /** Marks a supplier as wrapped without changing what it does. */
    static <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> asWrapped(
            ProcessorSupplier<KIn, VIn, KOut, VOut> processorSupplier) {
        return new MarkedAsWrapped<>(processorSupplier);
    }

    /** Marks a supplier as wrapped without changing what it does. */
    static <KIn, VIn, VOut> WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> asWrappedFixedKey(
            FixedKeyProcessorSupplier<KIn, VIn, VOut> processorSupplier) {
        return new MarkedAsWrappedFixedKey<>(processorSupplier);
    }
}
