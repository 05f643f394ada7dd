package io.millrace.topology;

import io.millrace.config.StreamsConfig;
import io.millrace.config.TopologyConfig;
import io.millrace.state.DslStoreFormat;
import io.millrace.stores.BuiltInDslStoreSuppliers;
import io.millrace.topology.graph.CompileSettings;
import org.jspecify.annotations.Nullable;

/** Reads from the configuration what compiling needs. */
final class Settings {

    private Settings() {}

    /**
     * @param overrides settings of the topology, which go before those of the application
     */
    static CompileSettings of(StreamsConfig config, @Nullable TopologyConfig overrides) {
        TopologyConfig effective = overrides == null
                ? new TopologyConfig(config)
                : new TopologyConfig(overrides.topologyName, config, overrides.topologyOverrides);
        boolean headers = DslStoreFormat.HEADERS.name.equalsIgnoreCase(
                effective.getString(StreamsConfig.DSL_STORE_FORMAT_CONFIG));
        return new CompileSettings(
                effective.cacheSize != 0,
                effective.resolveDslStoreSuppliers().orElse(BuiltInDslStoreSuppliers.ROCKS_DB),
                headers ? DslStoreFormat.HEADERS : DslStoreFormat.TIMESTAMPED);
    }
}
