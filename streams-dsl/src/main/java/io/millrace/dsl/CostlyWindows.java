package io.millrace.dsl;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns where a program is built whose windows overlap so much that each record changes very many of them. */
final class CostlyWindows {

    private static final Logger LOG = LoggerFactory.getLogger(CostlyWindows.class);

    /** From here on a record changes this many rows. */
    private static final long MANY = 10_000;

    private CostlyWindows() {}

    static void warnOf(Windows<?> windows) {
        String warning = warningOf(windows);
        if (warning != null) {
            LOG.warn("{}", warning);
        }
    }

    /** Null if there is nothing to say. */
    static @Nullable String warningOf(Windows<?> windows) {
        if (!(windows instanceof TimeWindows hopping)) {
            return null;
        }
        long count = (hopping.sizeMs + hopping.advanceMs - 1) / hopping.advanceMs;
        if (count < MANY) {
            return null;
        }
        return "Each record falls into " + count + " windows, and changes a row of the store in all of them, with "
                + hopping + ". Use a larger advance, or SlidingWindows, which make windows only where records are.";
    }
}
