package io.millrace.topology.dag;

import io.millrace.processor.FixedKeyProcessorSupplier;
import io.millrace.processor.ProcessorSupplier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a processor of its own per task. Exactly one of the two suppliers is not null.
 *
 * @param stores the stores that the processor may ask its context for
 */
public record ProcessorNode(
        String name,
        @Nullable ProcessorSupplier<?, ?, ?, ?> supplier,
        @Nullable FixedKeyProcessorSupplier<?, ?, ?> fixedKeySupplier,
        List<StoreSpec> stores,
        List<DagNode> children)
        implements DagNode {

    public ProcessorNode {
        if ((supplier == null) == (fixedKeySupplier == null)) {
            throw new IllegalArgumentException("Processor '" + name + "' needs exactly one supplier");
        }
        stores = List.copyOf(stores);
        children = List.copyOf(children);
    }
}
