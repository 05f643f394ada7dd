package io.millrace.config;

import io.millrace.errors.DeserializationExceptionHandler;
import io.millrace.errors.ProcessingExceptionHandler;
import io.millrace.processor.TimestampExtractor;
import io.millrace.state.DslStoreSuppliers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one topology: the configuration of the application, with what the topology overrides of it. Only some
 * keys can be overridden; another one throws {@link ConfigException}. Immutable, safe from any thread.
 */
public final class TopologyConfig {

    private static final Set<String> OVERRIDABLE = Set.of(
            StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG,
            StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
            StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
            StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
            StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
            StreamsConfig.DSL_STORE_FORMAT_CONFIG,
            StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
            StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
            StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG,
            StreamsConfig.TASK_TIMEOUT_MS_CONFIG);

    /** Name of the topology, or null if it has none. */
    public final @Nullable String topologyName;

    /** Whether results are exactly-once. */
    public final boolean eosEnabled;

    /** Configuration of the application. */
    public final StreamsConfig applicationConfigs;

    /** What the topology overrides. Do not change it. */
    public final Properties topologyOverrides;

    /** Records of a partition that a task holds before it stops reading it. */
    public final int maxBufferedSize;

    /** Memory for record caches, in bytes. */
    public final long cacheSize;

    /** How long a task waits for an input partition that is empty, in milliseconds. */
    public final long maxTaskIdleMs;

    /** How long a task may retry after timeouts, in milliseconds. */
    public final long taskTimeoutMs;

    /** Chooses the stores of the DSL; null if the DSL is free to choose. */
    public final @Nullable Class<?> dslStoreSuppliers;

    /** Makes timestamp extractors. */
    public final Supplier<TimestampExtractor> timestampExtractorSupplier;

    /** Makes handlers of input that cannot be decoded. */
    public final Supplier<DeserializationExceptionHandler> deserializationExceptionHandlerSupplier;

    /** Makes handlers of failing user code. */
    public final Supplier<ProcessingExceptionHandler> processingExceptionHandlerSupplier;

    /** Whether stores and internal topics without a name of their own are an error. */
    public final boolean ensureExplicitInternalResourceNaming;

    private final StreamsConfig merged;

    /** A topology without name and overrides. */
    public TopologyConfig(StreamsConfig configs) {
        this(null, configs, new Properties());
    }

    /** A topology with a name, or null, and overrides. */
    public TopologyConfig(@Nullable String topologyName, StreamsConfig globalAppConfigs, Properties topologyOverrides) {
        this.topologyName = topologyName;
        this.applicationConfigs = globalAppConfigs;
        this.topologyOverrides = topologyOverrides;
        this.merged = merge(globalAppConfigs, topologyOverrides);
        this.eosEnabled = merged.isExactlyOnce();
        this.maxBufferedSize = merged.getInt(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG);
        this.cacheSize = merged.getLong(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG);
        this.maxTaskIdleMs = merged.getLong(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG);
        this.taskTimeoutMs = merged.getLong(StreamsConfig.TASK_TIMEOUT_MS_CONFIG);
        this.dslStoreSuppliers = merged.getClass(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG);
        this.timestampExtractorSupplier = merged::defaultTimestampExtractor;
        this.deserializationExceptionHandlerSupplier = merged::deserializationExceptionHandler;
        this.processingExceptionHandlerSupplier = merged::processingExceptionHandler;
        this.ensureExplicitInternalResourceNaming =
                merged.getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG);
    }

    private static StreamsConfig merge(StreamsConfig application, Properties overrides) {
        if (overrides.isEmpty()) {
            return application;
        }
        Map<Object, Object> all = new LinkedHashMap<>(application.originals());
        overrides.forEach((key, value) -> {
            if (!OVERRIDABLE.contains(String.valueOf(key))) {
                throw new ConfigException(
                        String.valueOf(key),
                        value,
                        "a topology cannot override this key, but only " + new TreeSet<>(OVERRIDABLE)
                                + "; set it in the configuration of the application");
            }
            all.put(key, value);
        });
        return new StreamsConfig(all, false);
    }

    /** The store suppliers that were set, configured; empty if the DSL is free to choose. */
    public Optional<DslStoreSuppliers> resolveDslStoreSuppliers() {
        return Optional.ofNullable(
                merged.getConfiguredInstance(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, DslStoreSuppliers.class));
    }

    /** Whether the topology has a name. */
    public boolean isNamedTopology() {
        return topologyName != null;
    }

    /** What the tasks of the topology need, with handlers of their own. */
    public TaskConfig getTaskConfig() {
        return new TaskConfig(this);
    }

    /** All that was given, by key, with the overrides; a copy. */
    public Map<String, Object> originals() {
        return merged.originals();
    }

    /** Value of a key with a text, or null if it has none; overrides count. */
    public @Nullable String getString(String key) {
        return merged.getString(key);
    }

    /** Value of a key with an int; overrides count. */
    public Integer getInt(String key) {
        return merged.getInt(key);
    }

    /** Value of a key with a long; overrides count. */
    public Long getLong(String key) {
        return merged.getLong(key);
    }

    /** Value of a key with a boolean; overrides count. */
    public Boolean getBoolean(String key) {
        return merged.getBoolean(key);
    }

    /** Value of a key with a class, or null if it has none; overrides count. */
    public @Nullable Class<?> getClass(String key) {
        return merged.getClass(key);
    }

    /** A new object of the class that {@code key} names, configured; null if it has none; overrides count. */
    public <T> @Nullable T getConfiguredInstance(String key, Class<T> type) {
        return merged.getConfiguredInstance(key, type);
    }

    /** What one task needs. */
    public static class TaskConfig {

        /** How long the task waits for an input partition that is empty, in milliseconds. */
        public final long maxTaskIdleMs;

        /** How long the task may retry after timeouts, in milliseconds. */
        public final long taskTimeoutMs;

        /** Records of a partition that the task holds before it stops reading it. */
        public final int maxBufferedSize;

        /** Finds the time of input records. */
        public final TimestampExtractor timestampExtractor;

        /** Decides about input that cannot be decoded. */
        public final DeserializationExceptionHandler deserializationExceptionHandler;

        /** Decides about records on which user code throws. */
        public final ProcessingExceptionHandler processingExceptionHandler;

        /** Whether results are exactly-once. */
        public final boolean eosEnabled;

        private TaskConfig(TopologyConfig topology) {
            this.maxTaskIdleMs = topology.maxTaskIdleMs;
            this.taskTimeoutMs = topology.taskTimeoutMs;
            this.maxBufferedSize = topology.maxBufferedSize;
            this.timestampExtractor = topology.timestampExtractorSupplier.get();
            this.deserializationExceptionHandler = topology.deserializationExceptionHandlerSupplier.get();
            this.processingExceptionHandler = topology.processingExceptionHandlerSupplier.get();
            this.eosEnabled = topology.eosEnabled;
        }
    }

    /** Keys that are no part of the API and may change. */
    public static class InternalConfig {

        /** Whether processors attached with {@code process} and {@code processValues} keep their names apart. */
        public static final String ENABLE_PROCESS_PROCESSVALUE_FIX = "__enable.process.processValue.fix__";

        /** Nothing to hold: all members are static. */
        public InternalConfig() {}

        /** The boolean under {@code key}, given as such or as text, else {@code defaultValue}. */
        public static boolean getBoolean(Map<String, Object> configs, String key, boolean defaultValue) {
            return StreamsConfig.InternalConfig.getBoolean(configs, key, defaultValue);
        }
    }
}
