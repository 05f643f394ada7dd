package io.millrace.runtime;

import io.millrace.config.StreamsConfig;
import io.millrace.stores.RocksDBConfigSetter;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.rocksdb.RocksEngine;

/** Chooses the engine of persistent stores from the configuration. */
final class Engines {

    private Engines() {}

    static EngineFactory rocksDb(StreamsConfig config) {
        RocksDBConfigSetter setter = config.getConfiguredInstance(
                StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDBConfigSetter.class);
        return RocksEngine.factory(
                setter == null
                        ? (store, options) -> {}
                        : (store, options) -> setter.setConfig(store, options, config.originals()));
    }
}
