package io.millrace.dsl.lowering;

import io.millrace.dsl.plan.JoinStore;
import io.millrace.state.DslStoreFormat;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.state.DslWindowParams;
import io.millrace.state.EmitStrategy;
import io.millrace.state.StoreBuilder;
import io.millrace.state.WindowBytesStoreSupplier;
import io.millrace.stores.Stores;
import io.millrace.topology.graph.CompileSettings;
import io.millrace.topology.graph.StoreDefinition;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store of one side of a stream-stream join: a window store that keeps duplicates.
 *
 * @param ofBuilder store suppliers of the builder's configuration
 */
record JoinStoreDefinition(JoinStore store, @Nullable DslStoreSuppliers ofBuilder) implements StoreDefinition {

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public boolean loggingEnabled() {
        return store.changelogConfig() != null;
    }

    @Override
    public Map<String, String> changelogConfig() {
        Map<String, String> config = store.changelogConfig();
        return config == null ? Map.of() : config;
    }

    @Override
    public StoreDefinition withoutLogging() {
        return new JoinStoreDefinition(
                new JoinStore(
                        store.name(),
                        store.keySerde(),
                        store.valueSerde(),
                        store.supplier(),
                        store.suppliers(),
                        store.retentionMs(),
                        store.windowSizeMs(),
                        null),
                ofBuilder);
    }

    @Override
    public long historyRetentionMs() {
        return -1;
    }

    @Override
    public boolean isSameAs(StoreDefinition other) {
        return other instanceof JoinStoreDefinition definition && definition.store == store;
    }

    @Override
    @SuppressWarnings("NullAway") // a null serde means the configured default, which the store finds itself
    public StoreBuilder<?> builder(CompileSettings settings) {
        WindowBytesStoreSupplier supplier = store.supplier();
        if (supplier == null) {
            supplier = TableStoreDefinition.suppliers(store.suppliers(), ofBuilder, settings)
                    .windowStore(new DslWindowParams(
                            store.name(),
                            Duration.ofMillis(store.retentionMs()),
                            Duration.ofMillis(store.windowSizeMs()),
                            true,
                            EmitStrategy.onWindowUpdate(),
                            false,
                            DslStoreFormat.PLAIN));
        }
        StoreBuilder<?> builder = Stores.windowStoreBuilder(
                supplier,
                TableStoreDefinition.anySerde(store.keySerde()),
                TableStoreDefinition.anySerde(store.valueSerde()));
        Map<String, String> config = store.changelogConfig();
        if (config == null) {
            builder.withLoggingDisabled();
        } else {
            builder.withLoggingEnabled(config);
        }
        return builder;
    }
}
