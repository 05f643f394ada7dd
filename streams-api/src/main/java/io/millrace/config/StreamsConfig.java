package io.millrace.config;

import io.millrace.errors.DeserializationExceptionHandler;
import io.millrace.errors.ProcessingExceptionHandler;
import io.millrace.errors.ProductionExceptionHandler;
import io.millrace.processor.TimestampExtractor;
import io.millrace.serialization.Serde;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configuration of an application. Made from a map or {@code Properties}; values may be texts or objects of the right
 * type, null means not set. A value that is not valid throws {@link ConfigException}; a key that is not known is kept for
 * serdes and handlers ({@link #originals()}) and logged once, with the key that may have been meant. Immutable, safe
 * from any thread.
 *
 * <p>Keys are those of Kafka Streams. Other than there, {@link #PROCESSING_GUARANTEE_CONFIG} is {@code exactly_once_v2}
 * unless set. {@code java io.millrace.config.StreamsConfig} prints all keys.
 */
public class StreamsConfig {

    /** Value of {@link #MAX_TASK_IDLE_MS_CONFIG}: never wait. */
    public static final long MAX_TASK_IDLE_MS_DISABLED = -1L;

    /** Value of {@link #STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG}: never delete by age. */
    public static final long STATE_CLEANUP_DIR_MAX_AGE_MS_DISABLED = -1L;

    /** Most tags there may be. Kafka only. */
    public static final int MAX_RACK_AWARE_ASSIGNMENT_TAG_LIST_SIZE = 5;

    /** Longest name of a tag. Kafka only. */
    public static final int MAX_RACK_AWARE_ASSIGNMENT_TAG_KEY_LENGTH = 20;

    /** Longest value of a tag. Kafka only. */
    public static final int MAX_RACK_AWARE_ASSIGNMENT_TAG_VALUE_LENGTH = 30;

    /** In front of keys for internal topics; see {@link #topicPrefix}. */
    public static final String TOPIC_PREFIX = "topic.";

    /** In front of keys for all Kafka consumers. */
    public static final String CONSUMER_PREFIX = "consumer.";

    /** In front of keys for the Kafka consumer of input. */
    public static final String MAIN_CONSUMER_PREFIX = "main.consumer.";

    /** In front of keys for the Kafka consumer of changelogs. */
    public static final String RESTORE_CONSUMER_PREFIX = "restore.consumer.";

    /** In front of keys for the Kafka consumer of global tables. */
    public static final String GLOBAL_CONSUMER_PREFIX = "global.consumer.";

    /** In front of keys for Kafka producers. */
    public static final String PRODUCER_PREFIX = "producer.";

    /** In front of keys for the Kafka admin client. */
    public static final String ADMIN_CLIENT_PREFIX = "admin.";

    /** In front of the names of tags of this instance. */
    public static final String CLIENT_TAG_PREFIX = "client.tag.";

    /** Value of {@link #TOPOLOGY_OPTIMIZATION_CONFIG}: leave the topology as it is. */
    public static final String NO_OPTIMIZATION = "none";

    /** Value of {@link #TOPOLOGY_OPTIMIZATION_CONFIG}: all optimizations. */
    public static final String OPTIMIZE = "all";

    /** Value of {@link #TOPOLOGY_OPTIMIZATION_CONFIG}: source topics of tables serve as their changelogs. */
    public static final String REUSE_KTABLE_SOURCE_TOPICS = "reuse.ktable.source.topics";

    /** Value of {@link #TOPOLOGY_OPTIMIZATION_CONFIG}: one repartition topic where several come from one stream. */
    public static final String MERGE_REPARTITION_TOPICS = "merge.repartition.topics";

    /** Value of {@link #TOPOLOGY_OPTIMIZATION_CONFIG}: one store for a stream joined with itself. */
    public static final String SINGLE_STORE_SELF_JOIN = "single.store.self.join";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_24 = "2.4";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_25 = "2.5";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_26 = "2.6";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_27 = "2.7";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_28 = "2.8";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_30 = "3.0";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_31 = "3.1";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_32 = "3.2";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_33 = "3.3";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_34 = "3.4";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_35 = "3.5";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_36 = "3.6";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_37 = "3.7";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_38 = "3.8";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_39 = "3.9";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_40 = "4.0";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_41 = "4.1";

    /** Value of {@link #UPGRADE_FROM_CONFIG}. Kafka only. */
    public static final String UPGRADE_FROM_42 = "4.2";

    /** Value of {@link #PROCESSING_GUARANTEE_CONFIG}: after a failure, records may be processed again. */
    public static final String AT_LEAST_ONCE = "at_least_once";

    /** Value of {@link #PROCESSING_GUARANTEE_CONFIG}: results are as if nothing failed. The default. */
    public static final String EXACTLY_ONCE_V2 = "exactly_once_v2";

    /** Value of {@link #RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG}. Kafka only. */
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_NONE = "none";

    /** Value of {@link #RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG}. Kafka only. */
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC = "min_traffic";

    /** Value of {@link #RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG}. Kafka only. */
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_BALANCE_SUBTOPOLOGY = "balance_subtopology";

    /** Value of {@link #BUILT_IN_METRICS_VERSION_CONFIG}. */
    public static final String METRICS_LATEST = "latest";

    /** How many records a copy of a store may lack to count as caught up. */
    public static final String ACCEPTABLE_RECOVERY_LAG_CONFIG = "acceptable.recovery.lag";

    /** Whether the group of the operating system may write to state directories. */
    public static final String ALLOW_OS_GROUP_WRITE_ACCESS_CONFIG = "allow.os.group.write.access";

    /** Name of the application: of its group, and in front of its internal topics and directories. Required. */
    public static final String APPLICATION_ID_CONFIG = "application.id";

    /** The host:port at which this instance answers queries. */
    public static final String APPLICATION_SERVER_CONFIG = "application.server";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String BOOTSTRAP_SERVERS_CONFIG = "bootstrap.servers";

    /** Records of a partition that a task holds before it stops reading it. */
    public static final String BUFFERED_RECORDS_PER_PARTITION_CONFIG = "buffered.records.per.partition";

    /** Version of the names of metrics. */
    public static final String BUILT_IN_METRICS_VERSION_CONFIG = "built.in.metrics.version";

    /** Name of this instance in logs and metrics. Default: made from the application id. */
    public static final String CLIENT_ID_CONFIG = "client.id";

    /**
     * Longest time between two commits of a task, in milliseconds. Default: 100 under exactly_once_v2, else 30000.
     */
    public static final String COMMIT_INTERVAL_MS_CONFIG = "commit.interval.ms";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG = "connections.max.idle.ms";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String DEFAULT_CLIENT_SUPPLIER_CONFIG = "default.client.supplier";

    /** Decides about input that cannot be decoded. */
    public static final String DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG = "deserialization.exception.handler";

    /** Decides about output that cannot be written. */
    public static final String PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG = "production.exception.handler";

    /** Chooses the stores of the DSL. Unset: RocksDB. */
    public static final String DSL_STORE_SUPPLIERS_CLASS_CONFIG = "dsl.store.suppliers.class";

    /** What stores of the DSL keep beside values. */
    public static final String DSL_STORE_FORMAT_CONFIG = "dsl.store.format";

    /** Value of {@link #DSL_STORE_FORMAT_CONFIG}: values with timestamps where 4.3 has them. */
    public static final String DSL_STORE_FORMAT_DEFAULT = "DEFAULT";

    /** Value of {@link #DSL_STORE_FORMAT_CONFIG}: values with timestamps and headers. */
    public static final String DSL_STORE_FORMAT_HEADERS = "HEADERS";

    /** Serde of keys where an operator names none. */
    public static final String DEFAULT_KEY_SERDE_CLASS_CONFIG = "default.key.serde";

    /** Serde of values where an operator names none. */
    public static final String DEFAULT_VALUE_SERDE_CLASS_CONFIG = "default.value.serde";

    /** Finds the time of input records. */
    public static final String DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG = "default.timestamp.extractor";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String ENABLE_METRICS_PUSH_CONFIG = "enable.metrics.push";

    /** Whether stores and internal topics without a name of their own are an error. */
    public static final String ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG =
            "ensure.explicit.internal.resource.naming";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String GROUP_PROTOCOL_CONFIG = "group.protocol";

    /** Default of {@link #GROUP_PROTOCOL_CONFIG}. Kafka only. */
    public static final String DEFAULT_GROUP_PROTOCOL = "classic";

    /** Topic to which the built-in handlers send failed records. Unset: none. */
    public static final String ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG = "errors.dead.letter.queue.topic.name";

    /** How often a stream thread logs a summary, in milliseconds; not positive for never. */
    public static final String LOG_SUMMARY_INTERVAL_MS_CONFIG = "log.summary.interval.ms";

    /**
     * How long a task waits for an input partition that is empty, in milliseconds. 0: until all that is stored was
     * read; -1: never.
     */
    public static final String MAX_TASK_IDLE_MS_CONFIG = "max.task.idle.ms";

    /** Extra copies that may be built at a time in order to move tasks. */
    public static final String MAX_WARMUP_REPLICAS_CONFIG = "max.warmup.replicas";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String METADATA_MAX_AGE_CONFIG = "metadata.max.age.ms";

    /** Number of samples that rates and averages are made from. */
    public static final String METRICS_NUM_SAMPLES_CONFIG = "metrics.num.samples";

    /** How much detail is measured. */
    public static final String METRICS_RECORDING_LEVEL_CONFIG = "metrics.recording.level";

    /** Classes that metrics are reported to. */
    public static final String METRIC_REPORTER_CLASSES_CONFIG = "metric.reporters";

    /** Length of a sample, in milliseconds. */
    public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG = "metrics.sample.window.ms";

    /** Number of standby copies of each store. */
    public static final String NUM_STANDBY_REPLICAS_CONFIG = "num.standby.replicas";

    /** Number of stream threads; 0 only for a topology of global tables alone. */
    public static final String NUM_STREAM_THREADS_CONFIG = "num.stream.threads";

    /** How long a stream thread waits for input, in milliseconds. */
    public static final String POLL_MS_CONFIG = "poll.ms";

    /** How often it is checked whether extra copies have caught up, in milliseconds. */
    public static final String PROBING_REBALANCE_INTERVAL_MS_CONFIG = "probing.rebalance.interval.ms";

    /** Decides about records on which user code throws. */
    public static final String PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG = "processing.exception.handler";

    /** What holds after a failure. */
    public static final String PROCESSING_GUARANTEE_CONFIG = "processing.guarantee";

    /** Wraps all processors. Unset: none are. */
    public static final String PROCESSOR_WRAPPER_CLASS_CONFIG = "processor.wrapper.class";

    /** How often consumed records of repartition topics are deleted, in milliseconds. */
    public static final String REPARTITION_PURGE_INTERVAL_MS_CONFIG = "repartition.purge.interval.ms";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String RECEIVE_BUFFER_CONFIG = "receive.buffer.bytes";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG = "rack.aware.assignment.non_overlap_cost";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG = "rack.aware.assignment.strategy";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String RACK_AWARE_ASSIGNMENT_TAGS_CONFIG = "rack.aware.assignment.tags";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG = "rack.aware.assignment.traffic_cost";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String RECONNECT_BACKOFF_MS_CONFIG = "reconnect.backoff.ms";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG = "reconnect.backoff.max.ms";

    /** Replicas of internal topics; -1 for the default of the broker. The embedded broker has one. */
    public static final String REPLICATION_FACTOR_CONFIG = "replication.factor";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String REQUEST_TIMEOUT_MS_CONFIG = "request.timeout.ms";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";

    /** Adjusts RocksDB; a RocksDBConfigSetter of the module with the stores. */
    public static final String ROCKSDB_CONFIG_SETTER_CLASS_CONFIG = "rocksdb.config.setter";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String SECURITY_PROTOCOL_CONFIG = "security.protocol";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String SEND_BUFFER_CONFIG = "send.buffer.bytes";

    /** How long the state of a task that moved away is kept, in milliseconds. */
    public static final String STATE_CLEANUP_DELAY_MS_CONFIG = "state.cleanup.delay.ms";

    /** Age at which state that nobody uses is deleted at start, in milliseconds; -1 for never. */
    public static final String STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG = "state.cleanup.dir.max.age.ms";

    /** Directory for state. */
    public static final String STATE_DIR_CONFIG = "state.dir";

    /** Memory for record caches of the process, in bytes, shared by its threads. 0: no caching. */
    public static final String STATESTORE_CACHE_MAX_BYTES_CONFIG = "statestore.cache.max.bytes";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String TASK_ASSIGNOR_CLASS_CONFIG = "task.assignor.class";

    /** How long a task may retry after timeouts before it fails, in milliseconds. */
    public static final String TASK_TIMEOUT_MS_CONFIG = "task.timeout.ms";

    /** For Kafka's clients or for its assignment only; without effect on the embedded broker. */
    public static final String UPGRADE_FROM_CONFIG = "upgrade.from";

    /** Which optimizations to apply: none, all, or names with commas. */
    public static final String TOPOLOGY_OPTIMIZATION_CONFIG = "topology.optimization";

    /** How much longer than their store changelogs of windows are kept, in milliseconds. */
    public static final String WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG =
            "windowstore.changelog.additional.retention.ms";

    /**
     * Whether a task also commits early when its input runs dry. Default: adaptive under exactly_once_v2 unless
     * commit.interval.ms is set, else interval.
     */
    public static final String COMMIT_PACING_CONFIG = "commit.pacing";

    /** Memory for clean entries that stores keep for reading, in bytes: for the process, an equal part for each store; for global stores, that much again per thread that reads
     * them. */
    public static final String STATESTORE_READ_CACHE_MAX_BYTES_CONFIG = "statestore.read.cache.max.bytes";

    /** Changes that a task may hold before it has to commit, in bytes, counted over its stores. */
    public static final String STATESTORE_UNCOMMITTED_MAX_BYTES_CONFIG = "statestore.uncommitted.max.bytes";

    /** Whether the metrics are shown as a bean of the platform's management server, {@code io.millrace:type=metrics,application="..."}. Default: false, since the server takes time at the start. */
    public static final String METRICS_JMX_ENABLE_CONFIG = "metrics.jmx.enable";

    /** Whether missing sink topics are made at start. Missing source topics are always an error. */
    public static final String AUTO_CREATE_TOPICS_ENABLE_CONFIG = "auto.create.topics.enable";

    /** Whether the processing exception handler also decides for global stores. */
    public static final String PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG =
            "processing.exception.handler.global.enabled";

    /** Value of {@link #COMMIT_PACING_CONFIG}: also commit when the input runs dry. Exactly-once only. */
    public static final String COMMIT_PACING_ADAPTIVE = "adaptive";

    /** Value of {@link #COMMIT_PACING_CONFIG}: commit when the interval is over. */
    public static final String COMMIT_PACING_INTERVAL = "interval";

    static final long EXACTLY_ONCE_INTERVAL_MS = 100L;
    private static final long AT_LEAST_ONCE_INTERVAL_MS = 30_000L;
    private static final String TRANSACTION_TIMEOUT = "transaction.timeout.ms";
    private static final Logger LOG = LoggerFactory.getLogger(StreamsConfig.class);

    private static final ConfigTable TABLE = StreamsKeys.TABLE;

    private final ConfigValues values;

    /** Reads a configuration and logs a warning for each key that is not known. */
    public StreamsConfig(Map<?, ?> props) {
        this(props, true);
    }

    /** Reads a configuration; {@code doLog} says whether to log warnings. */
    @SuppressWarnings("this-escape")
    protected StreamsConfig(Map<?, ?> props, boolean doLog) {
        values = withDependentDefaults(ConfigValues.parse(TABLE, props));
        requireConsistent(values);
        if (doLog) {
            warnings().forEach(LOG::warn);
        }
    }

    private static ConfigValues withDependentDefaults(ConfigValues given) {
        boolean exactlyOnce = isExactlyOnce(given);
        ConfigValues values = given;
        if (!given.isSet(COMMIT_INTERVAL_MS_CONFIG)) {
            values = values.withDefault(
                    COMMIT_INTERVAL_MS_CONFIG, exactlyOnce ? EXACTLY_ONCE_INTERVAL_MS : AT_LEAST_ONCE_INTERVAL_MS);
        }
        if (!given.isSet(COMMIT_PACING_CONFIG) && (!exactlyOnce || given.isSet(COMMIT_INTERVAL_MS_CONFIG))) {
            values = values.withDefault(COMMIT_PACING_CONFIG, COMMIT_PACING_INTERVAL);
        }
        return values;
    }

    private static boolean isExactlyOnce(ConfigValues values) {
        return EXACTLY_ONCE_V2.equals(values.get(PROCESSING_GUARANTEE_CONFIG));
    }

    private static void requireConsistent(ConfigValues values) {
        if (!values.isSet(APPLICATION_ID_CONFIG)) {
            throw new ConfigException(
                    "The configuration key " + APPLICATION_ID_CONFIG
                            + " is not set. It names the application, its internal topics and its state; choose a name and keep it.");
        }
        boolean exactlyOnce = isExactlyOnce(values);
        if (!exactlyOnce && COMMIT_PACING_ADAPTIVE.equals(values.get(COMMIT_PACING_CONFIG))) {
            throw new ConfigException(
                    COMMIT_PACING_CONFIG,
                    COMMIT_PACING_ADAPTIVE,
                    "early commits need " + PROCESSING_GUARANTEE_CONFIG + " = " + EXACTLY_ONCE_V2 + ", but it is "
                            + AT_LEAST_ONCE);
        }
        if (exactlyOnce) {
            requireIntervalWithinTransaction(values);
        }
    }

    private static void requireIntervalWithinTransaction(ConfigValues values) {
        Object given = values.originals().get(PRODUCER_PREFIX + TRANSACTION_TIMEOUT);
        if (given == null) {
            return;
        }
        Object timeoutMs = ConfigType.LONG.parse(given);
        long intervalMs = values.require(COMMIT_INTERVAL_MS_CONFIG, ConfigType.LONG, Long.class);
        if (!(timeoutMs instanceof Long limit) || limit < intervalMs) {
            throw new ConfigException(
                    PRODUCER_PREFIX + TRANSACTION_TIMEOUT,
                    given,
                    "it must be a number of milliseconds that is not below " + COMMIT_INTERVAL_MS_CONFIG + ", which is "
                            + intervalMs + ", or transactions end before they are committed");
        }
    }

    /** What should be logged about this configuration. */
    final List<String> warnings() {
        return ForeignKeys.warnings(TABLE, values.originals().keySet());
    }

    // ---- what was given, and values by key

    /** All that was given, by key, unknown keys included; a copy. */
    public Map<String, Object> originals() {
        return values.originals();
    }

    /** What was given under keys that begin with {@code prefix}, by the rest of the key; a copy. */
    public Map<String, Object> originalsWithPrefix(String prefix) {
        return values.originalsWithPrefix(prefix);
    }

    /** Values of all known keys, defaults included; a key without value has null. Unmodifiable. */
    public Map<String, @Nullable Object> values() {
        return values.values();
    }

    /** Whether the program set {@code key} itself, to something other than null. */
    public boolean isSet(String key) {
        return values.isSet(key);
    }

    /** Value of {@code key}, or null if it has none. Throws {@link ConfigException} for an unknown key, as all getters. */
    public @Nullable Object get(String key) {
        return values.get(key);
    }

    /** Value of a key with a text, or null if it has none. */
    public @Nullable String getString(String key) {
        return values.get(key, ConfigType.STRING, String.class);
    }

    /** Value of a key with an int. */
    public Integer getInt(String key) {
        return values.require(key, ConfigType.INT, Integer.class);
    }

    /** Value of a key with a long. */
    public Long getLong(String key) {
        return values.require(key, ConfigType.LONG, Long.class);
    }

    /** Value of a key with a boolean. */
    public Boolean getBoolean(String key) {
        return values.require(key, ConfigType.BOOLEAN, Boolean.class);
    }

    /** Value of a key with a class, or null if it has none. */
    public @Nullable Class<?> getClass(String key) {
        return values.get(key, ConfigType.CLASS, Class.class);
    }

    /** Value of a key with a list of texts. */
    public List<String> getList(String key) {
        List<String> texts = new ArrayList<>();
        for (Object element : values.require(key, ConfigType.LIST, List.class)) {
            texts.add(String.valueOf(element));
        }
        return texts;
    }

    /** A new object of the class that {@code key} names, configured if it is {@link Configurable}; null if it has none. */
    public <T> @Nullable T getConfiguredInstance(String key, Class<T> type) {
        return values.configuredInstance(key, type);
    }

    /** New objects of the classes that {@code key} names, each configured if it is {@link Configurable}. */
    public <T> List<T> getConfiguredInstances(String key, Class<T> type) {
        return values.configuredInstances(key, type);
    }

    // ---- values with a meaning

    /** Name of the application. */
    public String applicationId() {
        return values.require(APPLICATION_ID_CONFIG, ConfigType.STRING, String.class);
    }

    /** Whether results are exactly-once. */
    public boolean isExactlyOnce() {
        return isExactlyOnce(values);
    }

    /** Whether a task may commit before the interval is over, when its input runs dry. */
    public boolean commitsEarly() {
        return COMMIT_PACING_ADAPTIVE.equals(values.get(COMMIT_PACING_CONFIG));
    }

    /** A new default serde of keys, configured. Throws {@link ConfigException} if none is set. */
    public Serde<?> defaultKeySerde() {
        return defaultSerde(DEFAULT_KEY_SERDE_CLASS_CONFIG, true);
    }

    /** A new default serde of values, configured. Throws {@link ConfigException} if none is set. */
    public Serde<?> defaultValueSerde() {
        return defaultSerde(DEFAULT_VALUE_SERDE_CLASS_CONFIG, false);
    }

    private Serde<?> defaultSerde(String key, boolean isKey) {
        Serde<?> serde = getConfiguredInstance(key, Serde.class);
        if (serde == null) {
            throw new ConfigException("no serde was given for " + (isKey ? "keys" : "values")
                    + ", and there is no default one. Pass a serde to the operator (Consumed, Produced, Grouped, Materialized, ...), or set "
                    + key);
        }
        serde.configure(originals(), isKey);
        return serde;
    }

    /** A new timestamp extractor. */
    public TimestampExtractor defaultTimestampExtractor() {
        return required(DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, TimestampExtractor.class);
    }

    /** A new handler of input that cannot be decoded, configured. */
    public DeserializationExceptionHandler deserializationExceptionHandler() {
        return required(DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeserializationExceptionHandler.class);
    }

    /** A new handler of failing user code, configured. */
    public ProcessingExceptionHandler processingExceptionHandler() {
        return required(PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, ProcessingExceptionHandler.class);
    }

    /** A new handler of output that cannot be written, configured. */
    public ProductionExceptionHandler productionExceptionHandler() {
        return required(PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, ProductionExceptionHandler.class);
    }

    private <T> T required(String key, Class<T> type) {
        T instance = getConfiguredInstance(key, type);
        if (instance == null) {
            throw new ConfigException(key, null, "it must be a class that implements " + type.getName());
        }
        return instance;
    }

    /** Tags of this instance, by name. */
    public Map<String, String> getClientTags() {
        Map<String, String> tags = new LinkedHashMap<>();
        originalsWithPrefix(CLIENT_TAG_PREFIX).forEach((name, value) -> tags.put(name, value.toString()));
        return tags;
    }

    /** The optimizations that a value of {@link #TOPOLOGY_OPTIMIZATION_CONFIG} names. Throws {@link ConfigException}. */
    public static Set<String> verifyTopologyOptimizationConfigs(String config) {
        return OptimizationNames.require(config);
    }

    // ---- for Kafka's clients

    /** Configuration of the Kafka consumer of input. */
    public Map<String, Object> getMainConsumerConfigs(String groupId, String clientId, int threadIdx) {
        Map<String, Object> configs = ClientConfigs.consumer(this, MAIN_CONSUMER_PREFIX, clientId, "earliest");
        configs.put("group.id", groupId);
        Object instance = configs.get("group.instance.id");
        if (instance != null) {
            configs.put("group.instance.id", instance + "-" + threadIdx);
        }
        return configs;
    }

    /** Configuration of the Kafka consumer of changelogs. */
    public Map<String, Object> getRestoreConsumerConfigs(String clientId) {
        return ClientConfigs.consumer(this, RESTORE_CONSUMER_PREFIX, clientId, "none");
    }

    /** Configuration of the Kafka consumer of global tables. */
    public Map<String, Object> getGlobalConsumerConfigs(String clientId) {
        return ClientConfigs.consumer(this, GLOBAL_CONSUMER_PREFIX, clientId + "-global-consumer", "none");
    }

    /** Configuration of Kafka producers. */
    public Map<String, Object> getProducerConfigs(String clientId) {
        return ClientConfigs.producer(this, clientId);
    }

    /** Configuration of the Kafka admin client. */
    public Map<String, Object> getAdminConfigs(String clientId) {
        return ClientConfigs.admin(this, clientId);
    }

    /** {@code consumerProp} with the prefix for all Kafka consumers. */
    public static String consumerPrefix(String consumerProp) {
        return CONSUMER_PREFIX + consumerProp;
    }

    /** {@code consumerProp} with the prefix for the Kafka consumer of input. */
    public static String mainConsumerPrefix(String consumerProp) {
        return MAIN_CONSUMER_PREFIX + consumerProp;
    }

    /** {@code consumerProp} with the prefix for the Kafka consumer of changelogs. */
    public static String restoreConsumerPrefix(String consumerProp) {
        return RESTORE_CONSUMER_PREFIX + consumerProp;
    }

    /** {@code consumerProp} with the prefix for the Kafka consumer of global tables. */
    public static String globalConsumerPrefix(String consumerProp) {
        return GLOBAL_CONSUMER_PREFIX + consumerProp;
    }

    /** {@code producerProp} with the prefix for Kafka producers. */
    public static String producerPrefix(String producerProp) {
        return PRODUCER_PREFIX + producerProp;
    }

    /** {@code adminClientProp} with the prefix for the Kafka admin client. */
    public static String adminClientPrefix(String adminClientProp) {
        return ADMIN_CLIENT_PREFIX + adminClientProp;
    }

    /** {@code clientTagKey} with the prefix for tags of this instance. */
    public static String clientTagPrefix(String clientTagKey) {
        return CLIENT_TAG_PREFIX + clientTagKey;
    }

    /** {@code topicProp} with the prefix for internal topics. */
    public static String topicPrefix(String topicProp) {
        return TOPIC_PREFIX + topicProp;
    }

    /** Prints all keys with type, default and meaning. */
    public static void main(String[] args) {
        for (ConfigKey key : TABLE.keys()) {
            System.out.println(key.name() + "  (" + key.type() + ", default " + key.defaultText() + ")");
            System.out.println("    " + key.doc()
                    + (key.validator().valid().isEmpty()
                            ? ""
                            : " Valid: " + key.validator().valid() + "."));
        }
    }

    /** Keys that are no part of the API and may change. */
    public static class InternalConfig {

        /** Without effect here. */
        public static final String INTERNAL_TASK_ASSIGNOR_CLASS = "internal.task.assignor.class";

        /** Without effect here. */
        public static final String REFERENCE_CONTAINER_PARTITION_ASSIGNOR = "__reference.container.instance__";

        /** Without effect here. */
        public static final String ASSIGNMENT_LISTENER = "__assignment.listener__";

        /** Without effect here. */
        public static final String INTERNAL_CONSUMER_WRAPPER = "__internal.consumer.wrapper__";

        /** Least time between two passes over the unmatched records of an outer join, in milliseconds. */
        public static final String EMIT_INTERVAL_MS_KSTREAMS_OUTER_JOIN_SPURIOUS_RESULTS_FIX =
                "__emit.interval.ms.kstreams.outer.join.spurious.results.fix__";

        /** Least time between two emissions of closed windows, in milliseconds. */
        public static final String EMIT_INTERVAL_MS_KSTREAMS_WINDOWED_AGGREGATION =
                "__emit.interval.ms.kstreams.windowed.aggregation__";

        /** Whether changelogs carry positions in headers. */
        public static final String IQ_CONSISTENCY_OFFSET_VECTOR_ENABLED = "__iq.consistency.offset.vector.enabled__";

        /** Without effect here. */
        public static final String PROCESSING_THREADS_ENABLED = "__processing.threads.enabled__";
        /** Nothing to hold: all members are static. */
        public InternalConfig() {}

        /** The boolean under {@code key}, given as such or as text, else {@code defaultValue}. */
        public static boolean getBoolean(Map<String, Object> configs, String key, boolean defaultValue) {
            Object given = configs.get(key);
            if (given == null) {
                return defaultValue;
            }
            return given instanceof Boolean flag ? flag : Boolean.parseBoolean(given.toString());
        }

        /** The number under {@code key}, given as such or as text, else {@code defaultValue}. */
        public static long getLong(Map<String, Object> configs, String key, long defaultValue) {
            Object given = configs.get(key);
            if (given == null) {
                return defaultValue;
            }
            return given instanceof Number number ? number.longValue() : Long.parseLong(given.toString());
        }

        /** The text under {@code key}, else {@code defaultValue}. */
        public static String getString(Map<String, Object> configs, String key, String defaultValue) {
            Object given = configs.get(key);
            return given == null ? defaultValue : given.toString();
        }

        /** Whether {@link #PROCESSING_THREADS_ENABLED} is set to true. */
        public static boolean processingThreadsEnabled(Map<String, Object> configs) {
            return getBoolean(configs, PROCESSING_THREADS_ENABLED, false);
        }
    }
}
