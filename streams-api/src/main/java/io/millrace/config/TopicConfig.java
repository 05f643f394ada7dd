package io.millrace.config;

/** Keys of topic configurations, for changelogs and for topics of the embedded broker. */
public class TopicConfig {

    /** Size at which a segment file is full, in bytes. */
    public static final String SEGMENT_BYTES_CONFIG = "segment.bytes";

    /** Age at which a segment is closed, in milliseconds, even if it is not full. */
    public static final String SEGMENT_MS_CONFIG = "segment.ms";

    /** Random span taken off {@code segment.ms}, in milliseconds. */
    public static final String SEGMENT_JITTER_MS_CONFIG = "segment.jitter.ms";

    /** Largest size of an index file, in bytes. */
    public static final String SEGMENT_INDEX_BYTES_CONFIG = "segment.index.bytes";

    /** Number of records after which a partition is synced to disk. */
    public static final String FLUSH_MESSAGES_INTERVAL_CONFIG = "flush.messages";

    /** Time after which a partition is synced to disk, in milliseconds. */
    public static final String FLUSH_MS_CONFIG = "flush.ms";

    /** Size of a partition beyond which its oldest segments go, in bytes; -1 for no limit. */
    public static final String RETENTION_BYTES_CONFIG = "retention.bytes";

    /** Age at which records go, in milliseconds; -1 for no limit. */
    public static final String RETENTION_MS_CONFIG = "retention.ms";

    /** Whether old segments go to remote storage. Kafka only. */
    public static final String REMOTE_LOG_STORAGE_ENABLE_CONFIG = "remote.storage.enable";

    /** Age at which segments go to remote storage, in milliseconds. Kafka only. */
    public static final String LOCAL_LOG_RETENTION_MS_CONFIG = "local.retention.ms";

    /** Size beyond which segments go to remote storage, in bytes. Kafka only. */
    public static final String LOCAL_LOG_RETENTION_BYTES_CONFIG = "local.retention.bytes";

    /** Whether nothing more goes to remote storage. Kafka only. */
    public static final String REMOTE_LOG_COPY_DISABLE_CONFIG = "remote.log.copy.disable";

    /** Whether remote data goes when remote storage is switched off. Kafka only. */
    public static final String REMOTE_LOG_DELETE_ON_DISABLE_CONFIG = "remote.log.delete.on.disable";

    /** Largest batch of records, in bytes. */
    public static final String MAX_MESSAGE_BYTES_CONFIG = "max.message.bytes";

    /** Bytes between two entries of an index. */
    public static final String INDEX_INTERVAL_BYTES_CONFIG = "index.interval.bytes";

    /** Time before the file of a dropped segment is deleted, in milliseconds. */
    public static final String FILE_DELETE_DELAY_MS_CONFIG = "file.delete.delay.ms";

    /** How long compaction keeps tombstones, in milliseconds. */
    public static final String DELETE_RETENTION_MS_CONFIG = "delete.retention.ms";

    /** Least age of records that compaction may drop, in milliseconds. */
    public static final String MIN_COMPACTION_LAG_MS_CONFIG = "min.compaction.lag.ms";

    /** Age at which records must have been compacted, in milliseconds. */
    public static final String MAX_COMPACTION_LAG_MS_CONFIG = "max.compaction.lag.ms";

    /** Share of a log that is not compacted yet, from 0 to 1, at which compaction sets in. */
    public static final String MIN_CLEANABLE_DIRTY_RATIO_CONFIG = "min.cleanable.dirty.ratio";

    /** What becomes of old records: {@code delete}, {@code compact}, or both with a comma. */
    public static final String CLEANUP_POLICY_CONFIG = "cleanup.policy";

    /** Value of {@link #CLEANUP_POLICY_CONFIG}: keep the last value of each key. */
    public static final String CLEANUP_POLICY_COMPACT = "compact";

    /** Value of {@link #CLEANUP_POLICY_CONFIG}: drop old segments. */
    public static final String CLEANUP_POLICY_DELETE = "delete";

    /** Whether a replica that lacks data may lead. Kafka only. */
    public static final String UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG = "unclean.leader.election.enable";

    /** Replicas that must have a write before it counts. Kafka only. */
    public static final String MIN_IN_SYNC_REPLICAS_CONFIG = "min.insync.replicas";

    /** How batches are compressed. */
    public static final String COMPRESSION_TYPE_CONFIG = "compression.type";

    /** Level of gzip compression. */
    public static final String COMPRESSION_GZIP_LEVEL_CONFIG = "compression.gzip.level";

    /** Level of lz4 compression. */
    public static final String COMPRESSION_LZ4_LEVEL_CONFIG = "compression.lz4.level";

    /** Level of zstd compression. */
    public static final String COMPRESSION_ZSTD_LEVEL_CONFIG = "compression.zstd.level";

    /** Whether segment files get their full size at once. */
    public static final String PREALLOCATE_CONFIG = "preallocate";

    /** Which time records have: {@code CreateTime} or {@code LogAppendTime}. */
    public static final String MESSAGE_TIMESTAMP_TYPE_CONFIG = "message.timestamp.type";

    /** How far before now the time of a record may be, in milliseconds. */
    public static final String MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG = "message.timestamp.before.max.ms";

    /** How far after now the time of a record may be, in milliseconds. */
    public static final String MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG = "message.timestamp.after.max.ms";

    /** Nothing to hold: all members are constants. */
    public TopicConfig() {}
}
