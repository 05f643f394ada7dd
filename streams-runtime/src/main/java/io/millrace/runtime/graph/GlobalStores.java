package io.millrace.runtime.graph;

import io.millrace.processor.StateStore;
import org.jspecify.annotations.Nullable;

/** The stores that every instance holds whole, as the processors of a task see them: to be read only. */
@FunctionalInterface
public interface GlobalStores {

    /** There are none. */
    GlobalStores NONE = name -> null;

    /** The store of that name, closed to writes; null if there is none. */
    @Nullable
    StateStore find(String name);

    /** The same stores for the tasks of one thread, which share what they have read. */
    default GlobalStores forThread() {
        return this;
    }
}
