package io.millrace.topology.graph;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.state.StoreBuilder;
import java.util.Set;

/** The supplier of a DSL operator together with the operator's own stores, as a processor wrapper sees it. */
record OperatorSupplier<KIn, VIn, KOut, VOut>(
        ProcessorSupplier<KIn, VIn, KOut, VOut> operator, Set<StoreBuilder<?>> stores)
        implements ProcessorSupplier<KIn, VIn, KOut, VOut> {

    @Override
    public Processor<KIn, VIn, KOut, VOut> get() {
        return operator.get();
    }
}
