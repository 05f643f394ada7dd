package io.millrace.dsl.plan;

import io.millrace.serialization.Serde;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.state.WindowBytesStoreSupplier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store where one side of a stream-stream join keeps its records. Two settings mean the same store only if they are the same object.
 *
 * @param keySerde null: the configured default
 * @param valueSerde null: the configured default
 * @param supplier what the program chose for this store alone
 * @param suppliers what makes the store if there is no supplier; null: as configured
 * @param changelogConfig null if there is no changelog
 */
public record JoinStore(
        String name,
        @Nullable Serde<?> keySerde,
        @Nullable Serde<?> valueSerde,
        @Nullable WindowBytesStoreSupplier supplier,
        @Nullable DslStoreSuppliers suppliers,
        long retentionMs,
        long windowSizeMs,
        @Nullable Map<String, String> changelogConfig) {}
