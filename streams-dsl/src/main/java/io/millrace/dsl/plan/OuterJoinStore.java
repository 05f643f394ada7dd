package io.millrace.dsl.plan;

import io.millrace.serialization.Serde;
import io.millrace.state.DslStoreSuppliers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store where a left or outer stream-stream join keeps records that found no partner so far. Two settings mean the same store only if they are the same object.
 *
 * @param keySerde null: the configured default
 * @param leftSerde null: the configured default
 * @param rightSerde null: the configured default
 * @param inMemory whether it is on the heap; null: as {@code suppliers} make it
 * @param suppliers null: as configured
 * @param changelogConfig null if there is no changelog
 */
public record OuterJoinStore(
        String name,
        @Nullable Serde<?> keySerde,
        @Nullable Serde<?> leftSerde,
        @Nullable Serde<?> rightSerde,
        @Nullable Boolean inMemory,
        @Nullable DslStoreSuppliers suppliers,
        @Nullable Map<String, String> changelogConfig) {}
