package io.millrace.broker.transaction;

import io.millrace.broker.batch.BatchBuilder;
import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.batch.ClosedBatch;
import io.millrace.broker.batch.CompressedBatch;
import io.millrace.broker.compression.Compression;
import io.millrace.broker.segment.LogSettings;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.topic.TopicSettings;
import io.millrace.log.InvalidRecordException;
import io.millrace.log.PartitionAppender;
import io.millrace.log.RecordTooLargeException;
import io.millrace.record.Header;
import io.millrace.record.Headers;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Collects a producer's records for one partition in batches of 64 KB, and hands them to the log at 1 MB or when asked. Confined to the
 * producer's thread.
 */
final class BatchingAppender implements PartitionAppender {

    private static final int BATCH_BYTES = 1 << 16;
    private static final int HAND_OVER_BYTES = 1 << 20;
    /** More than the lengths and deltas of a record take. */
    private static final int RECORD_OVERHEAD_BYTES = 40;

    private final ProducerSession session;
    private final PartitionLog log;
    private final boolean isTransactional;
    private final int recordBytesMax;
    // Timestamps in between need no look at the clock; found out anew for each batch.
    private long certainFromMs;
    private long certainToMs = -1;

    private final BatchBuilder open = new BatchBuilder();
    private final ArrayDeque<ClosedBatch> closed = new ArrayDeque<>();
    private int closedBytes;

    private int nextSequence;
    // What the log has taken ends before it.
    private int acceptedSequence;
    private long lastOffset = -1;

    BatchingAppender(ProducerSession session, PartitionLog log) {
        this.session = session;
        this.log = log;
        isTransactional = session.transactionalId != null;
        recordBytesMax = log.settings().messageBytesMax();
        log.settings().compression().requireAvailable();
    }

    PartitionLog log() {
        return log;
    }

    OptionalLong lastOffset() {
        return lastOffset < 0 ? OptionalLong.empty() : OptionalLong.of(lastOffset);
    }

    @Override
    public int append(
            long timestampMs,
            byte @Nullable [] key,
            int keyOffset,
            int keyLength,
            byte @Nullable [] value,
            int valueOffset,
            int valueLength,
            @Nullable Headers headers) {
        ProducerSession.State state = session.state();
        if (isTransactional ? state != ProducerSession.State.OPEN : state == ProducerSession.State.FENCED) {
            throw session.refusal("append");
        }
        if (timestampMs < 0) {
            throw new IllegalArgumentException("A record's timestamp cannot be negative, got " + timestampMs);
        }
        if (timestampMs < certainFromMs || timestampMs > certainToMs) {
            requireTimestamp(timestampMs);
        }
        if (key == null && log.settings().compaction().isOn()) {
            throw new InvalidRecordException("A record without a key cannot be appended to " + log.partition()
                    + ": the topic is compacted (cleanup.policy), which keeps the last record of each key. Nothing was appended. Give the record a key,"
                    + " or the topic cleanup.policy=delete.");
        }
        int keyBytes = key == null ? -1 : keyLength;
        int valueBytes = value == null ? -1 : valueLength;
        long size = requireSize(keyBytes, valueBytes, headers);
        int overhead = 0;
        if (open.isEmpty()) {
            overhead = BatchFormat.HEADER_BYTES;
        } else if (open.sizeBytes() + size > BATCH_BYTES) {
            closeBatch();
            overhead = BatchFormat.HEADER_BYTES;
        }
        return overhead + open.append(timestampMs, key, keyOffset, keyBytes, value, valueOffset, valueBytes, headers);
    }

    @Override
    public void requireFits(byte @Nullable [] key, int keyLength, byte @Nullable [] value, @Nullable Headers headers) {
        requireSize(key == null ? -1 : keyLength, value == null ? -1 : value.length, headers);
    }

    /** The size of a record, about; throws if that is too large. */
    private long requireSize(int keyBytes, int valueBytes, @Nullable Headers headers) {
        long size = (long) Math.max(keyBytes, 0) + Math.max(valueBytes, 0) + RECORD_OVERHEAD_BYTES;
        if (headers != null) {
            size += sizeOf(headers);
        }
        if (size > recordBytesMax) {
            throw tooLarge(size);
        }
        return size;
    }

    private void requireTimestamp(long timestampMs) {
        LogSettings.Timestamps limits = log.settings().timestamps();
        long nowMs = session.wallMs();
        certainFromMs = limits.beforeMaxMs() >= nowMs ? 0 : nowMs - limits.beforeMaxMs();
        certainToMs = limits.afterMaxMs() >= Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + limits.afterMaxMs();
        if (timestampMs < certainFromMs || timestampMs > certainToMs) {
            boolean isAhead = timestampMs > nowMs;
            throw new InvalidRecordException("A record with timestamp " + timestampMs + " cannot be appended to "
                    + log.partition() + " at " + nowMs + ": it is " + Math.abs(timestampMs - nowMs) + " ms "
                    + (isAhead ? "ahead" : "behind") + ", and "
                    + (isAhead ? TopicSettings.TIMESTAMP_AFTER_MAX_MS : TopicSettings.TIMESTAMP_BEFORE_MAX_MS) + " is "
                    + (isAhead ? limits.afterMaxMs() : limits.beforeMaxMs())
                    + ". Nothing was appended. Mend the timestamp, or raise that setting of the topic.");
        }
    }

    private RecordTooLargeException tooLarge(long size) {
        return new RecordTooLargeException("A record of about " + size + " bytes for " + log.partition()
                + " is larger than max.message.bytes, which is " + recordBytesMax
                + ". Nothing was appended. Make the record smaller or the setting larger.");
    }

    private static long sizeOf(Headers headers) {
        long size = 0;
        for (Header header : headers) {
            byte[] value = header.value();
            // A char takes at most 3 bytes.
            size += 3L * header.key().length() + (value == null ? 0 : value.length) + 10;
        }
        return size;
    }

    private void closeBatch() {
        int count = open.recordCount();
        ClosedBatch batch =
                open.close(new BatchBuilder.Origin(session.producerId, session.epoch, nextSequence, isTransactional));
        Compression compression = log.settings().compression();
        if (compression != Compression.NONE) {
            batch = CompressedBatch.compress(batch, compression);
        }
        nextSequence = (nextSequence + count) & Integer.MAX_VALUE;
        certainToMs = -1;
        closed.add(batch);
        closedBytes += batch.sizeBytes();
        if (closedBytes >= HAND_OVER_BYTES) {
            handOver();
        }
    }

    /** Hands all records to the log. What it did not take is kept for the next call. */
    void flush() {
        if (!open.isEmpty()) {
            closeBatch();
        }
        if (!closed.isEmpty()) {
            handOver();
        }
    }

    boolean hasRecords() {
        return !open.isEmpty() || !closed.isEmpty();
    }

    private void handOver() {
        for (ClosedBatch next = closed.peek(); next != null; next = closed.peek()) {
            int count = BatchFormat.recordCount(next.bytes(), 0);
            lastOffset = session.append(log, next);
            closed.remove();
            closedBytes -= next.sizeBytes();
            acceptedSequence = (acceptedSequence + count) & Integer.MAX_VALUE;
        }
    }

    /** Drops what the log has not taken. */
    void drop() {
        open.clear();
        closed.clear();
        closedBytes = 0;
        nextSequence = acceptedSequence;
    }
}
