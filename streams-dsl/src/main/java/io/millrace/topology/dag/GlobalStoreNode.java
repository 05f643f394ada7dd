package io.millrace.topology.dag;

import java.util.Objects;

/**
 * A store that every instance holds whole. It is filled from one topic through one processor and has no changelog.
 *
 * @param reprocessOnRestore whether a restore runs the processor over the topic; if not, records are copied into the store as they are
 */
public record GlobalStoreNode(SourceNode source, ProcessorNode processor, StoreSpec store, boolean reprocessOnRestore) {

    public GlobalStoreNode {
        Objects.requireNonNull(source, "source cannot be null");
        Objects.requireNonNull(processor, "processor cannot be null");
        Objects.requireNonNull(store, "store cannot be null");
    }
}
