package io.millrace.runtime.settings;

import io.millrace.config.StreamsConfig;
import io.millrace.processor.TimestampExtractor;
import io.millrace.serialization.Serde;
import java.util.Map;
import java.util.Objects;

/** The configuration as the runtime uses it: read once, then only asked. Immutable and safe from any thread. */
public final class RuntimeSettings {

    private final StreamsConfig config;
    private final String applicationId;
    private final Map<String, Object> originals;
    private final boolean exactlyOnce;
    private final long commitIntervalMs;
    private final long maxTaskIdleMs;
    private final int bufferedRecords;
    private final int threadCount;
    private final long recordCacheBytes;
    private final long readCacheBytes;
    private final long uncommittedBytesMax;
    private final long repartitionPurgeIntervalMs;

    public RuntimeSettings(StreamsConfig config) {
        this.config = config;
        this.applicationId = config.applicationId();
        this.originals = config.originals();
        this.exactlyOnce = config.isExactlyOnce();
        this.commitIntervalMs = config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        this.maxTaskIdleMs = config.getLong(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG);
        this.bufferedRecords = config.getInt(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG);
        this.threadCount = config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
        this.recordCacheBytes = config.getLong(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG);
        this.readCacheBytes = config.getLong(StreamsConfig.STATESTORE_READ_CACHE_MAX_BYTES_CONFIG);
        this.uncommittedBytesMax = config.getLong(StreamsConfig.STATESTORE_UNCOMMITTED_MAX_BYTES_CONFIG);
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

    /** Bound on clean entries of one task's stores, in bytes. */
    public long readCacheBytes() {
        return readCacheBytes;
    }

    /** A task with more uncommitted bytes commits early. */
    public long uncommittedBytesMax() {
        return uncommittedBytesMax;
    }

    public long repartitionPurgeIntervalMs() {
        return repartitionPurgeIntervalMs;
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
