package io.millrace.config;

import static io.millrace.config.StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG;
import static io.millrace.config.StreamsConfig.ALLOW_OS_GROUP_WRITE_ACCESS_CONFIG;
import static io.millrace.config.StreamsConfig.APPLICATION_ID_CONFIG;
import static io.millrace.config.StreamsConfig.APPLICATION_SERVER_CONFIG;
import static io.millrace.config.StreamsConfig.AT_LEAST_ONCE;
import static io.millrace.config.StreamsConfig.AUTO_CREATE_TOPICS_ENABLE_CONFIG;
import static io.millrace.config.StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG;
import static io.millrace.config.StreamsConfig.BUILT_IN_METRICS_VERSION_CONFIG;
import static io.millrace.config.StreamsConfig.CLIENT_ID_CONFIG;
import static io.millrace.config.StreamsConfig.COMMIT_INTERVAL_MS_CONFIG;
import static io.millrace.config.StreamsConfig.COMMIT_PACING_ADAPTIVE;
import static io.millrace.config.StreamsConfig.COMMIT_PACING_CONFIG;
import static io.millrace.config.StreamsConfig.COMMIT_PACING_INTERVAL;
import static io.millrace.config.StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG;
import static io.millrace.config.StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG;
import static io.millrace.config.StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG;
import static io.millrace.config.StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.millrace.config.StreamsConfig.DSL_STORE_FORMAT_CONFIG;
import static io.millrace.config.StreamsConfig.DSL_STORE_FORMAT_DEFAULT;
import static io.millrace.config.StreamsConfig.DSL_STORE_FORMAT_HEADERS;
import static io.millrace.config.StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG;
import static io.millrace.config.StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG;
import static io.millrace.config.StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG;
import static io.millrace.config.StreamsConfig.EXACTLY_ONCE_INTERVAL_MS;
import static io.millrace.config.StreamsConfig.EXACTLY_ONCE_V2;
import static io.millrace.config.StreamsConfig.LOG_SUMMARY_INTERVAL_MS_CONFIG;
import static io.millrace.config.StreamsConfig.MAX_TASK_IDLE_MS_CONFIG;
import static io.millrace.config.StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG;
import static io.millrace.config.StreamsConfig.METRICS_JMX_ENABLE_CONFIG;
import static io.millrace.config.StreamsConfig.METRICS_LATEST;
import static io.millrace.config.StreamsConfig.METRICS_NUM_SAMPLES_CONFIG;
import static io.millrace.config.StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG;
import static io.millrace.config.StreamsConfig.METRICS_SAMPLE_WINDOW_MS_CONFIG;
import static io.millrace.config.StreamsConfig.METRIC_REPORTER_CLASSES_CONFIG;
import static io.millrace.config.StreamsConfig.NO_OPTIMIZATION;
import static io.millrace.config.StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG;
import static io.millrace.config.StreamsConfig.NUM_STREAM_THREADS_CONFIG;
import static io.millrace.config.StreamsConfig.POLL_MS_CONFIG;
import static io.millrace.config.StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG;
import static io.millrace.config.StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.millrace.config.StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG;
import static io.millrace.config.StreamsConfig.PROCESSING_GUARANTEE_CONFIG;
import static io.millrace.config.StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG;
import static io.millrace.config.StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.millrace.config.StreamsConfig.REPARTITION_PURGE_INTERVAL_MS_CONFIG;
import static io.millrace.config.StreamsConfig.REPLICATION_FACTOR_CONFIG;
import static io.millrace.config.StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG;
import static io.millrace.config.StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG;
import static io.millrace.config.StreamsConfig.STATESTORE_READ_CACHE_MAX_BYTES_CONFIG;
import static io.millrace.config.StreamsConfig.STATESTORE_UNCOMMITTED_MAX_BYTES_CONFIG;
import static io.millrace.config.StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG;
import static io.millrace.config.StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG;
import static io.millrace.config.StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_DISABLED;
import static io.millrace.config.StreamsConfig.STATE_DIR_CONFIG;
import static io.millrace.config.StreamsConfig.TASK_TIMEOUT_MS_CONFIG;
import static io.millrace.config.StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG;
import static io.millrace.config.StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG;

import io.millrace.errors.DefaultProductionExceptionHandler;
import io.millrace.errors.DeserializationExceptionHandler;
import io.millrace.errors.LogAndFailExceptionHandler;
import io.millrace.errors.LogAndFailProcessingExceptionHandler;
import io.millrace.errors.ProcessingExceptionHandler;
import io.millrace.errors.ProductionExceptionHandler;
import io.millrace.metrics.Sensor;
import io.millrace.processor.FailOnInvalidTimestamp;
import io.millrace.processor.ProcessorWrapper;
import io.millrace.processor.TimestampExtractor;
import io.millrace.serialization.Serde;
import io.millrace.state.DslStoreSuppliers;
import java.io.File;
import java.util.List;

/** The keys of {@link StreamsConfig}: types, defaults, what is valid, and what they mean. */
final class StreamsKeys {

    static final ConfigTable TABLE = new ConfigTable()
            .define(
                    APPLICATION_ID_CONFIG,
                    ConfigType.STRING,
                    null,
                    Validator.topicName(),
                    "Name of the application: of its group, and in front of its internal topics and directories. Required.")
            .define(
                    STATE_DIR_CONFIG,
                    ConfigType.STRING,
                    defaultStateDir(),
                    Validator.notBlank(),
                    "Directory for state.")
            .define(
                    NUM_STREAM_THREADS_CONFIG,
                    ConfigType.INT,
                    1,
                    Validator.atLeast(0),
                    "Number of stream threads; 0 only for a topology of global tables alone.")
            .define(
                    PROCESSING_GUARANTEE_CONFIG,
                    ConfigType.STRING,
                    EXACTLY_ONCE_V2,
                    Validator.oneOf(AT_LEAST_ONCE, EXACTLY_ONCE_V2),
                    "What holds after a failure.")
            .define(
                    COMMIT_INTERVAL_MS_CONFIG,
                    ConfigType.LONG,
                    EXACTLY_ONCE_INTERVAL_MS,
                    Validator.atLeast(0),
                    "Longest time between two commits of a task, in milliseconds. Default: 100 under exactly_once_v2, else 30000.")
            .define(
                    COMMIT_PACING_CONFIG,
                    ConfigType.STRING,
                    COMMIT_PACING_ADAPTIVE,
                    Validator.oneOf(COMMIT_PACING_ADAPTIVE, COMMIT_PACING_INTERVAL),
                    "Whether a task also commits early when its input runs dry. Default: adaptive under exactly_once_v2 unless commit.interval.ms is set, else interval.")
            .define(
                    DEFAULT_KEY_SERDE_CLASS_CONFIG,
                    ConfigType.CLASS,
                    null,
                    Validator.implementing(Serde.class),
                    "Serde of keys where an operator names none.")
            .define(
                    DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                    ConfigType.CLASS,
                    null,
                    Validator.implementing(Serde.class),
                    "Serde of values where an operator names none.")
            .define(
                    DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
                    ConfigType.CLASS,
                    FailOnInvalidTimestamp.class,
                    Validator.implementing(TimestampExtractor.class),
                    "Finds the time of input records.")
            .define(
                    DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                    ConfigType.CLASS,
                    LogAndFailExceptionHandler.class,
                    Validator.implementing(DeserializationExceptionHandler.class),
                    "Decides about input that cannot be decoded.")
            .define(
                    PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                    ConfigType.CLASS,
                    LogAndFailProcessingExceptionHandler.class,
                    Validator.implementing(ProcessingExceptionHandler.class),
                    "Decides about records on which user code throws.")
            .define(
                    PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG,
                    ConfigType.BOOLEAN,
                    false,
                    Validator.ANY,
                    "Whether the processing exception handler also decides for global stores.")
            .define(
                    PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                    ConfigType.CLASS,
                    DefaultProductionExceptionHandler.class,
                    Validator.implementing(ProductionExceptionHandler.class),
                    "Decides about output that cannot be written.")
            .define(
                    ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG,
                    ConfigType.STRING,
                    null,
                    Validator.topicName(),
                    "Topic to which the built-in handlers send failed records. Unset: none.")
            .define(
                    TOPOLOGY_OPTIMIZATION_CONFIG,
                    ConfigType.STRING,
                    NO_OPTIMIZATION,
                    OptimizationNames.valid(),
                    "Which optimizations to apply: none, all, or names with commas.")
            .define(
                    STATESTORE_CACHE_MAX_BYTES_CONFIG,
                    ConfigType.LONG,
                    10L * 1024 * 1024,
                    Validator.atLeast(0),
                    "Memory for record caches of the process, in bytes, shared by its threads. 0: no caching.")
            .define(
                    STATESTORE_READ_CACHE_MAX_BYTES_CONFIG,
                    ConfigType.LONG,
                    16L * 1024 * 1024,
                    Validator.atLeast(0),
                    "Memory for clean entries that stores keep for reading, in bytes, for the process; each task gets its share.")
            .define(
                    STATESTORE_UNCOMMITTED_MAX_BYTES_CONFIG,
                    ConfigType.LONG,
                    64L * 1024 * 1024,
                    Validator.atLeast(1),
                    "Changes that a task may hold before it has to commit, in bytes, counted over its stores.")
            .define(
                    MAX_TASK_IDLE_MS_CONFIG,
                    ConfigType.LONG,
                    0L,
                    Validator.atLeast(-1),
                    "How long a task waits for an input partition that is empty, in milliseconds. 0: until all that is stored was read; -1: never.")
            .define(
                    BUFFERED_RECORDS_PER_PARTITION_CONFIG,
                    ConfigType.INT,
                    1000,
                    Validator.atLeast(1),
                    "Records of a partition that a task holds before it stops reading it.")
            .define(
                    POLL_MS_CONFIG,
                    ConfigType.LONG,
                    100L,
                    Validator.atLeast(0),
                    "How long a stream thread waits for input, in milliseconds.")
            .define(
                    TASK_TIMEOUT_MS_CONFIG,
                    ConfigType.LONG,
                    300000L,
                    Validator.atLeast(0),
                    "How long a task may retry after timeouts before it fails, in milliseconds.")
            .define(
                    DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                    ConfigType.CLASS,
                    null,
                    Validator.implementing(DslStoreSuppliers.class),
                    "Chooses the stores of the DSL. Unset: RocksDB.")
            .define(
                    DSL_STORE_FORMAT_CONFIG,
                    ConfigType.STRING,
                    DSL_STORE_FORMAT_DEFAULT,
                    Validator.oneOfIgnoringCase(DSL_STORE_FORMAT_DEFAULT, DSL_STORE_FORMAT_HEADERS),
                    "What stores of the DSL keep beside values.")
            .define(
                    ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                    ConfigType.CLASS,
                    null,
                    Validator.ANY,
                    "Adjusts RocksDB; a RocksDBConfigSetter of the module with the stores.")
            .define(
                    PROCESSOR_WRAPPER_CLASS_CONFIG,
                    ConfigType.CLASS,
                    null,
                    Validator.implementing(ProcessorWrapper.class),
                    "Wraps all processors. Unset: none are.")
            .define(
                    ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                    ConfigType.BOOLEAN,
                    false,
                    Validator.ANY,
                    "Whether stores and internal topics without a name of their own are an error.")
            .define(
                    WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG,
                    ConfigType.LONG,
                    86400000L,
                    Validator.atLeast(0),
                    "How much longer than their store changelogs of windows are kept, in milliseconds.")
            .define(
                    REPARTITION_PURGE_INTERVAL_MS_CONFIG,
                    ConfigType.LONG,
                    30000L,
                    Validator.atLeast(0),
                    "How often consumed records of repartition topics are deleted, in milliseconds.")
            .define(
                    METRICS_JMX_ENABLE_CONFIG,
                    ConfigType.BOOLEAN,
                    false,
                    Validator.ANY,
                    "Whether the metrics are shown over JMX.")
            .define(
                    AUTO_CREATE_TOPICS_ENABLE_CONFIG,
                    ConfigType.BOOLEAN,
                    true,
                    Validator.ANY,
                    "Whether missing sink topics are made at start. Missing source topics are always an error.")
            .define(
                    REPLICATION_FACTOR_CONFIG,
                    ConfigType.INT,
                    -1,
                    Validator.atLeast(-1),
                    "Replicas of internal topics; -1 for the default of the broker. The embedded broker has one.")
            .define(
                    NUM_STANDBY_REPLICAS_CONFIG,
                    ConfigType.INT,
                    0,
                    Validator.atLeast(0),
                    "Number of standby copies of each store.")
            .define(
                    ACCEPTABLE_RECOVERY_LAG_CONFIG,
                    ConfigType.LONG,
                    10000L,
                    Validator.atLeast(0),
                    "How many records a copy of a store may lack to count as caught up.")
            .define(
                    MAX_WARMUP_REPLICAS_CONFIG,
                    ConfigType.INT,
                    2,
                    Validator.atLeast(1),
                    "Extra copies that may be built at a time in order to move tasks.")
            .define(
                    PROBING_REBALANCE_INTERVAL_MS_CONFIG,
                    ConfigType.LONG,
                    600000L,
                    Validator.atLeast(60000),
                    "How often it is checked whether extra copies have caught up, in milliseconds.")
            .define(
                    STATE_CLEANUP_DELAY_MS_CONFIG,
                    ConfigType.LONG,
                    600000L,
                    Validator.atLeast(0),
                    "How long the state of a task that moved away is kept, in milliseconds.")
            .define(
                    STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG,
                    ConfigType.LONG,
                    STATE_CLEANUP_DIR_MAX_AGE_MS_DISABLED,
                    Validator.atLeast(-1),
                    "Age at which state that nobody uses is deleted at start, in milliseconds; -1 for never.")
            .define(
                    ALLOW_OS_GROUP_WRITE_ACCESS_CONFIG,
                    ConfigType.BOOLEAN,
                    false,
                    Validator.ANY,
                    "Whether the group of the operating system may write to state directories.")
            .define(
                    APPLICATION_SERVER_CONFIG,
                    ConfigType.STRING,
                    "",
                    Validator.ANY,
                    "The host:port at which this instance answers queries.")
            .define(
                    CLIENT_ID_CONFIG,
                    ConfigType.STRING,
                    "",
                    Validator.ANY,
                    "Name of this instance in logs and metrics. Default: made from the application id.")
            .define(
                    METRICS_RECORDING_LEVEL_CONFIG,
                    ConfigType.STRING,
                    Sensor.RecordingLevel.INFO.name,
                    Validator.oneOf("INFO", "DEBUG", "TRACE"),
                    "How much detail is measured.")
            .define(
                    METRICS_NUM_SAMPLES_CONFIG,
                    ConfigType.INT,
                    2,
                    Validator.atLeast(1),
                    "Number of samples that rates and averages are made from.")
            .define(
                    METRICS_SAMPLE_WINDOW_MS_CONFIG,
                    ConfigType.LONG,
                    30000L,
                    Validator.atLeast(0),
                    "Length of a sample, in milliseconds.")
            .define(
                    METRIC_REPORTER_CLASSES_CONFIG,
                    ConfigType.LIST,
                    List.of(),
                    Validator.ANY,
                    "Classes that metrics are reported to.")
            .define(
                    BUILT_IN_METRICS_VERSION_CONFIG,
                    ConfigType.STRING,
                    METRICS_LATEST,
                    Validator.oneOf(METRICS_LATEST),
                    "Version of the names of metrics.")
            .define(
                    LOG_SUMMARY_INTERVAL_MS_CONFIG,
                    ConfigType.LONG,
                    120000L,
                    Validator.ANY,
                    "How often a stream thread logs a summary, in milliseconds; not positive for never.");

    private StreamsKeys() {}

    private static String defaultStateDir() {
        return System.getProperty("java.io.tmpdir") + File.separator + "millrace-streams";
    }
}
