package io.millrace.dsl.lowering;

import io.millrace.dsl.operator.StreamStreamJoin;
import io.millrace.dsl.plan.OuterJoinStore;
import io.millrace.state.DslKeyValueParams;
import io.millrace.state.DslStoreFormat;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.StoreBuilder;
import io.millrace.stores.Stores;
import io.millrace.topology.graph.CompileSettings;
import io.millrace.topology.graph.StoreDefinition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store of a stream-stream join's records without partner.
 *
 * @param ofBuilder store suppliers of the builder's configuration
 */
record OuterJoinStoreDefinition(
        OuterJoinStore store, @Nullable DslStoreSuppliers ofBuilder) implements StoreDefinition {

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
        return new OuterJoinStoreDefinition(
                new OuterJoinStore(
                        store.name(),
                        store.keySerde(),
                        store.leftSerde(),
                        store.rightSerde(),
                        store.inMemory(),
                        store.suppliers(),
                        null),
                ofBuilder);
    }

    @Override
    public long historyRetentionMs() {
        return -1;
    }

    @Override
    public boolean isSameAs(StoreDefinition other) {
        return other instanceof OuterJoinStoreDefinition definition && definition.store == store;
    }

    @Override
    public StoreBuilder<?> builder(CompileSettings settings) {
        return StreamStreamJoin.unmatchedBuilder(
                supplier(settings), store.keySerde(), store.leftSerde(), store.rightSerde(), store.changelogConfig());
    }

    private KeyValueBytesStoreSupplier supplier(CompileSettings settings) {
        Boolean inMemory = store.inMemory();
        if (inMemory != null) {
            return inMemory ? Stores.inMemoryKeyValueStore(store.name()) : Stores.persistentKeyValueStore(store.name());
        }
        return TableStoreDefinition.suppliers(store.suppliers(), ofBuilder, settings)
                .keyValueStore(new DslKeyValueParams(store.name(), DslStoreFormat.PLAIN));
    }
}
