package io.millrace.dsl;

import io.millrace.serialization.Serde;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is deduplicated: two records with the same id are duplicates if their timestamps are less than a window apart, whichever came first. Ids are remembered
 * for the window and the grace period after it, in stream time, so what is remembered is bounded. Immutable.
 *
 * @param <ID> type of ids
 */
public class Deduplicated<ID> implements NamedOperation<Deduplicated<ID>> {

    final long windowMs;
    final long graceMs;
    final @Nullable Serde<ID> idSerde;
    final @Nullable String name;

    private Deduplicated(long windowMs, long graceMs, @Nullable Serde<ID> idSerde, @Nullable String name) {
        this.windowMs = windowMs;
        this.graceMs = graceMs;
        this.idSerde = idSerde;
        this.name = name;
    }

    /**
     * Drops what repeats an id within the window. Records may be as late as the window is long; see {@link #withGrace}.
     *
     * @throws IllegalArgumentException if the window is not longer than zero
     */
    public static <ID> Deduplicated<ID> within(Duration window) {
        long windowMs = milliseconds(window, "window");
        if (windowMs <= 0) {
            throw new IllegalArgumentException(
                    "Duplicates can only be found in a window longer than zero, not in one of " + windowMs + " ms");
        }
        return new Deduplicated<>(windowMs, windowMs, null, null);
    }

    /**
     * How much older than the newest record so far a record may be. What is older is dropped as late, since it could be a duplicate of something that is forgotten.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Deduplicated<ID> withGrace(Duration afterWindow) {
        long ms = milliseconds(afterWindow, "grace period");
        if (ms < 0) {
            throw new IllegalArgumentException("A grace period cannot be negative, but is " + ms + " ms");
        }
        return new Deduplicated<>(windowMs, ms, idSerde, name);
    }

    /** The serde of ids. Without one, that of the keys if records are deduplicated by key, and otherwise the configured default of keys. */
    public Deduplicated<ID> withIdSerde(Serde<ID> serde) {
        return new Deduplicated<>(windowMs, graceMs, Objects.requireNonNull(serde, "serde cannot be null"), name);
    }

    /** The name of the operator; its store is called {@code <name>-store}. */
    @Override
    public Deduplicated<ID> withName(String newName) {
        Named.validate(Objects.requireNonNull(newName, "name cannot be null"));
        return new Deduplicated<>(windowMs, graceMs, idSerde, newName);
    }

    private static long milliseconds(Duration duration, String what) {
        try {
            return Objects.requireNonNull(duration, what + " cannot be null").toMillis();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("The " + what + " " + duration + " is too long", e);
        }
    }
}
