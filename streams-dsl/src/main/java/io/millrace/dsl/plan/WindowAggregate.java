package io.millrace.dsl.plan;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates a grouped stream by windows.
 *
 * @param merger combines the aggregates of two sessions (key, one, two); null for other windows
 * @param cogrouped whether it is one of a cogroup's: as in Kafka Streams, such a table counts as versioned if what comes in does
 * @param emitsOnClose whether results go downstream once, when their window is closed
 */
public record WindowAggregate(
        StoreSettings store,
        Windowing windowing,
        Supplier<Object> initializer,
        Fold adder,
        @Nullable Combiner merger,
        boolean cogrouped,
        boolean emitsOnClose,
        boolean sendsOldValues)
        implements Operation.TableOperation {

    public WindowAggregate {
        if (windowing instanceof Windowing.Session) {
            Objects.requireNonNull(merger, "merger cannot be null");
        }
    }

    @Override
    public Optional<Boolean> versionedOutput() {
        return cogrouped ? Optional.empty() : Optional.of(false);
    }

    @Override
    public boolean hasStore() {
        return true;
    }

    @Override
    public WindowAggregate needing(boolean lookedUp, boolean oldValues) {
        return new WindowAggregate(store, windowing, initializer, adder, merger, cogrouped, emitsOnClose, oldValues);
    }

    @Override
    public void accept(Visitor visitor) {
        visitor.windowAggregate(this);
    }
}
