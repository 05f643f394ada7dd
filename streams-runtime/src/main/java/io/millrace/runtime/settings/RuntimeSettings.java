package io.millrace.runtime.settings;

import io.millrace.config.ConfigException;
import io.millrace.config.StreamsConfig;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.Isolation;
import io.millrace.log.ProducerOptions;
import io.millrace.processor.TimestampExtractor;
import io.millrace.runtime.assignment.TaskAssignment;
import io.millrace.runtime.commit.CommitSequence.StepProbe;
import io.millrace.serialization.Serde;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configuration as the runtime uses it: read once, then only asked. Immutable and safe from any thread. */
public final class RuntimeSettings {

    /** A test driver, which commits each record by itself, holds back more commits than usual from the engines of stores. */
    public static final String HELD_BACK_COMMITS = "__millrace.held.back.commits__";

    /** Internal: a {@link StepProbe} that is told of each step of each commit. */
    public static final String COMMIT_STEP_PROBE = "__millrace.commit.step.probe__";

    private static final long DEFAULT_HELD_BACK_COMMITS = 8;
    private static final long DEFAULT_METADATA_MAX_AGE_MS = 1_000;
    private static final String INSTANCE_ID = "group.instance.id";
    private static final String SESSION_TIMEOUT = "session.timeout.ms";
    private static final String MAX_POLL_INTERVAL = "max.poll.interval.ms";

    private final StreamsConfig config;
    private final String applicationId;
    private final Map<String, Object> originals;
    private final boolean exactlyOnce;
    private final long commitIntervalMs;
    private final long transactionTimeoutMs;
    private final long maxTaskIdleMs;
    private final int bufferedRecords;
    private final int threadCount;
    private final long recordCacheBytes;
    private final long readCacheBytes;
    private final long uncommittedBytesMax;
    private final long repartitionPurgeIntervalMs;
    private final long metadataMaxAgeMs;

    public RuntimeSettings(StreamsConfig config) {
        this.config = config;
        this.applicationId = config.applicationId();
        this.originals = config.originals();
        this.exactlyOnce = config.isExactlyOnce();
        this.commitIntervalMs = config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        Object timeoutGiven =
                config.originalsWithPrefix(StreamsConfig.PRODUCER_PREFIX).get("transaction.timeout.ms");
        this.transactionTimeoutMs = timeoutGiven == null
                ? Math.max(ProducerOptions.DEFAULT_TRANSACTION_TIMEOUT_MS, 2 * commitIntervalMs)
                : Long.parseLong(timeoutGiven.toString());
        this.maxTaskIdleMs = config.getLong(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG);
        this.bufferedRecords = config.getInt(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG);
        this.threadCount = config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
        this.recordCacheBytes = config.getLong(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG);
        this.readCacheBytes = config.getLong(StreamsConfig.STATESTORE_READ_CACHE_MAX_BYTES_CONFIG);
        this.uncommittedBytesMax = config.getLong(StreamsConfig.STATESTORE_UNCOMMITTED_MAX_BYTES_CONFIG);
        this.metadataMaxAgeMs = metadataMaxAgeMs(originals);
        this.repartitionPurgeIntervalMs = config.getLong(StreamsConfig.REPARTITION_PURGE_INTERVAL_MS_CONFIG);
    }

    public StreamsConfig config() {
        return config;
    }

    public String applicationId() {
        return applicationId;
    }

    /** Whether tasks commit in transactions; else at least once. */
    public boolean isExactlyOnce() {
        return exactlyOnce;
    }

    /** Whether a task may commit before the interval is over. */
    public boolean commitsEarly() {
        return config.commitsEarly();
    }

    public long commitIntervalMs() {
        return commitIntervalMs;
    }

    /** After which the broker aborts a transaction that is open: as given for producers, or a minute, or twice the commit interval if that is longer. */
    public long transactionTimeoutMs() {
        return transactionTimeoutMs;
    }

    public long maxTaskIdleMs() {
        return maxTaskIdleMs;
    }

    /** Records that a task buffers per partition before it stops reading it. */
    public int bufferedRecords() {
        return bufferedRecords;
    }

    public int threadCount() {
        return threadCount;
    }

    /** Bound on unforwarded changes of one stream thread, in bytes. */
    public long recordCacheBytesPerThread() {
        return recordCacheBytes / threadCount;
    }

    /** Bound on clean entries of all stores of the application in this process, in bytes. */
    public long readCacheBytes() {
        return readCacheBytes;
    }

    /** So many commits go to the engine of a task's stores at once. */
    public int heldBackCommits() {
        return (int) StreamsConfig.InternalConfig.getLong(originals, HELD_BACK_COMMITS, DEFAULT_HELD_BACK_COMMITS);
    }

    /** What hears of each step of each commit: nothing, unless a test of crashes has put something there. */
    public StepProbe commitStepProbe() {
        return originals.get(COMMIT_STEP_PROBE) instanceof StepProbe probe ? probe : StepProbe.NONE;
    }

    /** A task with more uncommitted bytes commits early. */
    public long uncommittedBytesMax() {
        return uncommittedBytesMax;
    }

    /** All tasks together: once they have more uncommitted bytes, the larger ones of them commit early; the same once more for commits held back. A quarter of the heap. */
    public long changedBytesMaxOfAll() {
        return Runtime.getRuntime().maxMemory() / 4;
    }

    /** Bound on unforwarded changes of all stream threads, in bytes. */
    public long recordCacheBytes() {
        return recordCacheBytes;
    }

    /** How often to look for topics that match a pattern: as set, else each second, since looking costs nothing here. */
    public long metadataMaxAgeMs() {
        return metadataMaxAgeMs;
    }

    /** A key of Kafka's clients, which is passed through unread. */
    private static long metadataMaxAgeMs(Map<String, Object> originals) {
        return positiveMs(
                StreamsConfig.METADATA_MAX_AGE_CONFIG,
                originals.get(StreamsConfig.METADATA_MAX_AGE_CONFIG),
                DEFAULT_METADATA_MAX_AGE_MS);
    }

    /**
     * How a loop is a member of the group, from the keys for Kafka's consumer. A member shows that it lives by polling, so there is one deadline only: {@code
     * session.timeout.ms}, or else {@code max.poll.interval.ms} if the program has set that. With {@code group.instance.id} each thread is a static member.
     *
     * @param name of the loop; the number of its thread stands behind the last hyphen
     */
    public ConsumerOptions groupMember(String name) {
        int threadNumber = threadNumber(name);
        Map<String, Object> consumer = config.getMainConsumerConfigs(applicationId, name, threadNumber);
        String key = consumer.containsKey(SESSION_TIMEOUT) ? SESSION_TIMEOUT : MAX_POLL_INTERVAL;
        return new ConsumerOptions(
                name,
                Optional.of(applicationId),
                Optional.ofNullable(consumer.get(INSTANCE_ID)).map(Object::toString),
                Isolation.READ_COMMITTED,
                ConsumerOptions.DEFAULT_MAX_POLL_BYTES,
                positiveMs(key, consumer.get(key), ConsumerOptions.DEFAULT_SESSION_TIMEOUT_MS));
    }

    private static int threadNumber(String name) {
        String number = name.substring(name.lastIndexOf('-') + 1);
        return number.chars().allMatch(Character::isDigit) && !number.isEmpty() ? Integer.parseInt(number) : 0;
    }

    private static long positiveMs(String key, @Nullable Object set, long byDefault) {
        if (set == null) {
            return byDefault;
        }
        try {
            long ms = Long.parseLong(set.toString());
            if (ms > 0) {
                return ms;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new ConfigException(key, set, "must be a positive number of milliseconds");
    }

    /** How many copies of tasks there may be. */
    public TaskAssignment.Options copies() {
        return new TaskAssignment.Options(
                config.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG),
                acceptableRecoveryLag(),
                config.getInt(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG));
    }

    /** A copy that lacks at most so many changelog records counts as caught up. */
    public long acceptableRecoveryLag() {
        return config.getLong(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG);
    }

    /** How often it is checked whether tasks can move to the place where they should be. */
    public long probingRebalanceIntervalMs() {
        return config.getLong(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG);
    }

    public long repartitionPurgeIntervalMs() {
        return repartitionPurgeIntervalMs;
    }

    /** Whether the metrics are shown as a bean of the platform's management server. */
    public boolean showsMetricsOverJmx() {
        return config.getBoolean(StreamsConfig.METRICS_JMX_ENABLE_CONFIG);
    }

    /** Where this instance answers queries, as {@code host:port}; empty if it does not. */
    public String applicationServer() {
        return Objects.requireNonNullElse(config.getString(StreamsConfig.APPLICATION_SERVER_CONFIG), "");
    }

    public String stateDirectory() {
        return Objects.requireNonNull(config.getString(StreamsConfig.STATE_DIR_CONFIG), "state.dir has a default");
    }

    /** Whether sink topics that do not exist are made. */
    public boolean createsSinkTopics() {
        return config.getBoolean(StreamsConfig.AUTO_CREATE_TOPICS_ENABLE_CONFIG);
    }

    /** Throws {@code ConfigException} if there is no default. */
    public Serde<?> keySerde() {
        return config.defaultKeySerde();
    }

    /** Throws {@code ConfigException} if there is no default. */
    public Serde<?> valueSerde() {
        return config.defaultValueSerde();
    }

    public TimestampExtractor timestampExtractor() {
        return config.defaultTimestampExtractor();
    }

    public Map<String, Object> originals() {
        return originals;
    }

    public Map<String, Object> originalsWithPrefix(String prefix) {
        return config.originalsWithPrefix(prefix);
    }
}
