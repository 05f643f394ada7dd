package io.millrace.processor;

import io.millrace.state.StoreBuilder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that brings its own state stores along, so that nobody has to connect them by name. */
public interface ConnectedStoreProvider {

    /** Builders of the stores to add to the topology and to connect to this; null for none. */
    default @Nullable Set<StoreBuilder<?>> stores() {
        return null;
    }
}
