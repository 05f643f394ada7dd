package io.millrace.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Instants of the API as milliseconds since the epoch. */
final class EpochMillis {

    private EpochMillis() {}

    /** Throws {@code IllegalArgumentException}, naming the parameter, for null and for what no long can hold. */
    static long of(@Nullable Instant instant, String parameter) {
        if (instant == null) {
            throw new IllegalArgumentException(parameter + " must not be null");
        }
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    parameter + " is " + instant + ", which has no place in milliseconds since the epoch", e);
        }
    }
}
