package io.millrace.dsl.plan;

import io.millrace.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * The store where records of a stream wait until stream time has passed them by the grace.
 *
 * @param keySerde null: the configured default
 * @param valueSerde null: the configured default
 */
public record WaitingRecords(
        String storeName,
        @Nullable Serde<?> keySerde,
        @Nullable Serde<?> valueSerde,
        long graceMs) {}
