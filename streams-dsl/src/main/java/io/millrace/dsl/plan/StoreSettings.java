package io.millrace.dsl.plan;

import io.millrace.serialization.Serde;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.state.StoreSupplier;
import io.millrace.state.VersionedBytesStoreSupplier;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The store behind a table. Two settings mean the same store only if they are the same object: equal settings under one name are a mistake of the
 * program.
 *
 * @param name given, of the supplier, or drawn
 * @param queryable whether the program named the store, and so may ask for its contents
 * @param keySerde null: the configured default
 * @param valueSerde null: the configured default
 * @param supplier what the program chose for this store alone
 * @param suppliers what makes the store if there is no supplier; null: as configured
 * @param retention of a window or session store; null: as its windows need
 */
public record StoreSettings(
        String name,
        boolean queryable,
        @Nullable Serde<?> keySerde,
        @Nullable Serde<?> valueSerde,
        @Nullable StoreSupplier<?> supplier,
        @Nullable DslStoreSuppliers suppliers,
        boolean logging,
        Map<String, String> changelogConfig,
        boolean caching,
        @Nullable Duration retention) {

    public StoreSettings {
        Objects.requireNonNull(name, "name cannot be null");
        changelogConfig = Map.copyOf(changelogConfig);
    }

    /** Whether the store keeps old versions of rows. */
    public boolean isVersioned() {
        return supplier instanceof VersionedBytesStoreSupplier;
    }
}
