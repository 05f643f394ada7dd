package io.millrace.stores.view;

import io.millrace.metrics.StreamsMetrics;
import io.millrace.processor.CommitCallback;
import io.millrace.processor.RecordMetadata;
import io.millrace.processor.StateRestoreCallback;
import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.processor.TaskId;
import io.millrace.serialization.Serde;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.table.ReadCacheBudget;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.StoreEnvironment;
import io.millrace.stores.table.StoreHome;
import io.millrace.stores.table.Table;
import java.io.File;
import java.util.Map;
import java.util.Optional;

/** What a replica is initialised with: an engine to read, and serdes. A built-in store asks for nothing else. */
final class ReplicaContext implements StateStoreContext, StoreEnvironment {

    private final String storeName;
    private final KeyValueEngine engine;
    private final ReadCacheBudget readCache;
    private final ReplicaDefaults defaults;

    ReplicaContext(String storeName, KeyValueEngine engine, long cacheBytes, ReplicaDefaults defaults) {
        this.storeName = storeName;
        this.engine = engine;
        this.readCache = new ReadCacheBudget(cacheBytes);
        this.defaults = defaults;
    }

    @Override
    public StoreHome home(String name) {
        return new StoreHome(
                name, engine, 1, defaults.topic(name), new RecordCoordinates(), new RecordCacheBudget(0), readCache);
    }

    @Override
    public void register(Table table) {
        // Nobody commits it: it only reads.
    }

    @Override
    public Serde<?> keySerde() {
        return defaults.keySerde();
    }

    @Override
    public Serde<?> valueSerde() {
        return defaults.valueSerde();
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.empty();
    }

    private UnsupportedOperationException notHere() {
        return new UnsupportedOperationException("A replica of store '" + storeName + "' has no task");
    }

    @Override
    public String applicationId() {
        throw notHere();
    }

    @Override
    public TaskId taskId() {
        throw notHere();
    }

    @Override
    public File stateDir() {
        throw notHere();
    }

    @Override
    public StreamsMetrics metrics() {
        throw notHere();
    }

    @Override
    public void register(StateStore store, StateRestoreCallback callback) {
        throw notHere();
    }

    @Override
    public void register(StateStore store, StateRestoreCallback callback, CommitCallback onCommit) {
        throw notHere();
    }

    @Override
    public Map<String, Object> appConfigs() {
        throw notHere();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        throw notHere();
    }
}
