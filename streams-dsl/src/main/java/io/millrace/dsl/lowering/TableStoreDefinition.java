package io.millrace.dsl.lowering;

import io.millrace.dsl.plan.StoreSettings;
import io.millrace.serialization.Serde;
import io.millrace.state.DslKeyValueParams;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.state.HeadersBytesStoreSupplier;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.StoreBuilder;
import io.millrace.state.VersionedBytesStoreSupplier;
import io.millrace.stores.Stores;
import io.millrace.topology.graph.CompileSettings;
import io.millrace.topology.graph.StoreDefinition;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The key-value store of a table. Which implementation it gets is decided, in this order, by the supplier of the table, the store suppliers of the table, those
 * of the builder's configuration, those of the application's.
 *
 * @param ofBuilder store suppliers of the builder's configuration
 * @param logging whether it has a changelog of its own
 */
record TableStoreDefinition(
        StoreSettings settings, @Nullable DslStoreSuppliers ofBuilder, boolean logging) implements StoreDefinition {

    static TableStoreDefinition of(StoreSettings settings, @Nullable DslStoreSuppliers ofBuilder) {
        return new TableStoreDefinition(settings, ofBuilder, settings.logging());
    }

    /** The store of a table that may do without one. */
    static StoreDefinition[] orNone(@Nullable StoreSettings settings, @Nullable DslStoreSuppliers ofBuilder) {
        return settings == null ? new StoreDefinition[0] : new StoreDefinition[] {of(settings, ofBuilder)};
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public boolean loggingEnabled() {
        return logging;
    }

    @Override
    public Map<String, String> changelogConfig() {
        return logging ? settings.changelogConfig() : Map.of();
    }

    @Override
    public StoreDefinition withoutLogging() {
        return new TableStoreDefinition(settings, ofBuilder, false);
    }

    @Override
    public long historyRetentionMs() {
        return settings.supplier() instanceof VersionedBytesStoreSupplier versioned
                ? versioned.historyRetentionMs()
                : -1;
    }

    @Override
    public boolean isSameAs(StoreDefinition other) {
        return other instanceof TableStoreDefinition definition && definition.settings == settings;
    }

    @Override
    public StoreBuilder<?> builder(CompileSettings compileSettings) {
        KeyValueBytesStoreSupplier supplier = (KeyValueBytesStoreSupplier) settings.supplier();
        if (supplier == null) {
            supplier = suppliers(settings.suppliers(), ofBuilder, compileSettings)
                    .keyValueStore(new DslKeyValueParams(settings.name(), compileSettings.storeFormat()));
        }
        StoreBuilder<?> builder = formatted(supplier, anySerde(settings.keySerde()), anySerde(settings.valueSerde()));
        if (logging) {
            builder.withLoggingEnabled(settings.changelogConfig());
        } else {
            builder.withLoggingDisabled();
        }
        if (settings.caching() && compileSettings.caching() && historyRetentionMs() < 0) {
            builder.withCachingEnabled();
        }
        return builder;
    }

    /** A null serde means the configured default, which the store finds itself. */
    @SuppressWarnings("NullAway") // see above
    private static StoreBuilder<?> formatted(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<Object> keySerde, @Nullable Serde<Object> valueSerde) {
        if (supplier instanceof VersionedBytesStoreSupplier versioned) {
            return Stores.versionedKeyValueStoreBuilder(versioned, keySerde, valueSerde);
        }
        return supplier instanceof HeadersBytesStoreSupplier
                ? Stores.timestampedKeyValueStoreWithHeadersBuilder(supplier, keySerde, valueSerde)
                : Stores.timestampedKeyValueStoreBuilder(supplier, keySerde, valueSerde);
    }

    /** What makes a store without a supplier of its own. */
    static DslStoreSuppliers suppliers(
            @Nullable DslStoreSuppliers ofStore,
            @Nullable DslStoreSuppliers ofBuilder,
            CompileSettings compileSettings) {
        return ofStore != null ? ofStore : Objects.requireNonNullElse(ofBuilder, compileSettings.storeSuppliers());
    }

    @SuppressWarnings("unchecked") // the DSL gave table and serde the same type
    static @Nullable Serde<Object> anySerde(@Nullable Serde<?> serde) {
        return (Serde<Object>) serde;
    }
}
