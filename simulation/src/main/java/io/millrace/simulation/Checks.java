package io.millrace.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Counts the facts that were checked, by invariant. */
final class Checks {

    private final EnumMap<Invariant, Long> counts = new EnumMap<>(Invariant.class);

    /** Fails if it does not hold. The message is only made then. */
    void that(Invariant invariant, boolean holds, Supplier<String> message) {
        counts.merge(invariant, 1L, Long::sum);
        if (!holds) {
            throw new Violation(invariant, message.get());
        }
    }

    Map<Invariant, Long> counts() {
        return counts;
    }
}
