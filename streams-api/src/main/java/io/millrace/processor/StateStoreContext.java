package io.millrace.processor;

import io.millrace.metrics.StreamsMetrics;
import io.millrace.serialization.Serde;
import java.io.File;
import java.util.Map;
import java.util.Optional;

/** What a store sees of the task it belongs to. Confined to the task's thread. */
public interface StateStoreContext {

    /** The application's id. */
    String applicationId();

    /** Id of the task. */
    TaskId taskId();

    /** Where the record that is being processed came from; empty outside of processing. */
    Optional<RecordMetadata> recordMetadata();

    /** The default serde for keys, from the configuration. */
    Serde<?> keySerde();

    /** The default serde for values, from the configuration. */
    Serde<?> valueSerde();

    /** The task's directory on disk. */
    File stateDir();

    /** Metrics of the application. */
    StreamsMetrics metrics();

    /** Registers the store with the task, with the way to restore it from its changelog. */
    void register(StateStore store, StateRestoreCallback stateRestoreCallback);

    /** As the other {@code register}, with a callback for the store's own writes at each commit. */
    void register(StateStore store, StateRestoreCallback stateRestoreCallback, CommitCallback commitCallback);

    /** The whole configuration as the program gave it. */
    Map<String, Object> appConfigs();

    /** The configuration entries whose keys begin with {@code prefix}, without it. */
    Map<String, Object> appConfigsWithPrefix(String prefix);
}
