package io.millrace.topology;

import io.millrace.topology.dag.OffsetReset;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a source starts in a partition without a committed offset. Immutable. */
public class AutoOffsetReset {

    private final OffsetReset reset;

    /** How far back to start; empty unless made by {@link #byDuration}. */
    protected final Optional<Duration> duration;

    private AutoOffsetReset(OffsetReset.Strategy strategy, @Nullable Duration duration) {
        this.reset = new OffsetReset(strategy, duration);
        this.duration = Optional.ofNullable(duration);
    }

    /** A copy. */
    protected AutoOffsetReset(AutoOffsetReset autoOffsetReset) {
        this.reset = autoOffsetReset.reset;
        this.duration = autoOffsetReset.duration;
    }

    /** Fails if there is no committed offset. */
    public static AutoOffsetReset none() {
        return new AutoOffsetReset(OffsetReset.Strategy.NONE, null);
    }

    /** Starts with the oldest record. */
    public static AutoOffsetReset earliest() {
        return new AutoOffsetReset(OffsetReset.Strategy.EARLIEST, null);
    }

    /** Starts behind the newest record. */
    public static AutoOffsetReset latest() {
        return new AutoOffsetReset(OffsetReset.Strategy.LATEST, null);
    }

    /**
     * Starts with the first record that is at most this old.
     *
     * @throws IllegalArgumentException if the duration is negative
     */
    public static AutoOffsetReset byDuration(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("An offset reset cannot lie in the future: duration " + duration);
        }
        return new AutoOffsetReset(OffsetReset.Strategy.BY_DURATION, duration);
    }

    /** The same as a plain value, for the runtime. */
    @SuppressWarnings("exports")
    public final OffsetReset toOffsetReset() {
        return reset;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AutoOffsetReset that && reset.equals(that.reset);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reset);
    }

    @Override
    public String toString() {
        return reset.duration() == null ? reset.strategy().name() : reset.strategy() + "(" + reset.duration() + ")";
    }
}
