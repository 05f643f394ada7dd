package io.millrace.dsl.plan;

import io.millrace.serialization.Serde;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds changes of a table back.
 *
 * @param buffer where rows wait; its serdes are those of the table
 * @param limits how long and how many
 */
public record Suppress(StoreSettings buffer, Limits limits, boolean sendsOldValues)
        implements Operation.TableOperation {

    /**
     * How long rows wait and how many may.
     *
     * @param waitMs how far stream time must be past the time of a row
     * @param byWindowEnd whether the time of a row is the end of its window; else the timestamp of its first change
     * @param emitsEarly whether rows are forwarded when there are too many; else the application stops
     * @param dropsDeletes whether deletes are swallowed, since nobody saw the rows
     */
    public record Limits(
            long waitMs,
            boolean byWindowEnd,
            long maxRecords,
            long maxBytes,
            boolean emitsEarly,
            boolean dropsDeletes) {}

    /** The settings of a buffer's store. */
    public static StoreSettings buffer(
            String name,
            @Nullable Serde<?> keySerde,
            @Nullable Serde<?> valueSerde,
            @Nullable Map<String, String> changelogConfig) {
        return new StoreSettings(
                name,
                false,
                keySerde,
                valueSerde,
                null,
                null,
                changelogConfig != null,
                changelogConfig == null ? Map.of() : changelogConfig,
                false,
                null);
    }

    /** Rows are looked up in the buffer, then in the table before it. */
    @Override
    public @Nullable StoreSettings store() {
        return null;
    }

    @Override
    public boolean hasStore() {
        return false;
    }

    @Override
    public Optional<Boolean> versionedOutput() {
        return Optional.of(false);
    }

    @Override
    public Suppress needing(boolean lookedUp, boolean oldValues) {
        return new Suppress(buffer, limits, oldValues);
    }

    @Override
    public void accept(Visitor visitor) {
        visitor.suppress(this);
    }
}
