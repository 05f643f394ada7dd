package io.millrace.topology.graph;

import java.util.Objects;
import java.util.function.Supplier;

/** Checks of processor suppliers. */
public final class Suppliers {

    private Suppliers() {}

    /**
     * Fails if two calls return the same object: each task needs a processor of its own.
     *
     * @throws IllegalArgumentException if they do, or if the supplier returns null
     */
    public static void requireFreshInstances(String name, Supplier<?> supplier) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        Object first = supplier.get();
        if (first == null) {
            throw new IllegalArgumentException("The supplier of processor '" + name + "' returned null.");
        }
        if (first == supplier.get()) {
            throw new IllegalArgumentException("The supplier of processor '" + name + "' ("
                    + supplier.getClass().getName()
                    + ") returned the same object twice: it has to make a new processor each time it is called, since every"
                    + " task runs its own.");
        }
    }
}
