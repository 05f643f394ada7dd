package io.millrace.topology.dag;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a source starts in a partition that has no committed offset.
 *
 * @param duration how far back to start; not null exactly for {@link Strategy#BY_DURATION}
 */
public record OffsetReset(Strategy strategy, @Nullable Duration duration) {

    /** The ways to find a first offset. */
    public enum Strategy {
        /** Fail. */
        NONE,
        /** At the oldest record. */
        EARLIEST,
        /** Behind the newest record. */
        LATEST,
        /** At the first record that is not older than a duration before now. */
        BY_DURATION
    }

    public OffsetReset {
        Objects.requireNonNull(strategy, "strategy cannot be null");
        if ((strategy == Strategy.BY_DURATION) == (duration == null)) {
            throw new IllegalArgumentException(
                    "A duration belongs to BY_DURATION and to nothing else, got " + strategy);
        }
    }
}
