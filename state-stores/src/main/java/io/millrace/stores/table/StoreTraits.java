package io.millrace.stores.table;

import io.millrace.processor.StateStore;
import io.millrace.serialization.Serde;
import io.millrace.state.StoreBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the stores of a built-in builder are, told without building one. Immutable.
 *
 * @param type the interface through which the store is written, which says what it keeps beside values
 * @param keySerde null: the configured default
 * @param valueSerde null: the configured default
 * @param retentionMs how long rows, or versions of rows, are kept; -1 for ever
 * @param windowSizeMs of window stores; -1 for all others
 */
public record StoreTraits(
        Class<? extends StateStore> type,
        @Nullable Serde<?> keySerde,
        @Nullable Serde<?> valueSerde,
        long retentionMs,
        long windowSizeMs) {

    /** A builder that knows. */
    public interface Source {

        StoreTraits traits();
    }

    /** Those of a builder's stores; empty if the builder is not a built-in one. */
    public static Optional<StoreTraits> of(StoreBuilder<?> builder) {
        return builder instanceof Source source ? Optional.of(source.traits()) : Optional.empty();
    }
}
