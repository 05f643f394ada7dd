package io.millrace.processor;

/** A supplier that went through a {@link ProcessorWrapper}, so that it is not wrapped a second time. */
public interface WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> extends FixedKeyProcessorSupplier<KIn, VIn, VOut> {}
