package io.millrace.processor;

/** A supplier that went through a {@link ProcessorWrapper}, so that it is not wrapped a second time. */
public interface WrappedProcessorSupplier<KIn, VIn, KOut, VOut> extends ProcessorSupplier<KIn, VIn, KOut, VOut> {}
