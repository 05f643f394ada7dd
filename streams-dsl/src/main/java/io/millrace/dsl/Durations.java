package io.millrace.dsl;

import java.time.Duration;
import java.util.Objects;

/** Checks of durations that programs give. */
final class Durations {

    private Durations() {}

    /**
     * The duration in milliseconds.
     *
     * @throws IllegalArgumentException if it is negative or does not fit
     */
    static long requireMillis(Duration duration, String what) {
        Objects.requireNonNull(duration, what);
        if (duration.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative, but is " + duration);
        }
        try {
            return duration.toMillis();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(what + " of " + duration + " is too long to count in milliseconds", e);
        }
    }
}
