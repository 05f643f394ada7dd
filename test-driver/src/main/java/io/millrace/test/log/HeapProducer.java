package io.millrace.test.log;

import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.LogProducer;
import io.millrace.log.PartitionAppender;
import io.millrace.log.UnknownTopicException;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.record.TopicPartition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Keeps what is appended until the commit, or the flush if it has no transactions. Confined to the log's thread. */
final class HeapProducer implements LogProducer {

    private final HeapLog log;
    private final boolean transactional;
    private final Map<TopicPartition, Appender> appenders = new HashMap<>();
    private final List<HeapRecord> pending = new ArrayList<>();
    /** Of each pending record. */
    private final List<HeapPartition> pendingPartitions = new ArrayList<>();

    private @Nullable Map<TopicPartition, CommittedOffset> offsets;
    private String group = "";
    private boolean inTransaction;

    private final class Appender implements PartitionAppender {

        final TopicPartition name;
        final HeapPartition partition;
        long lastOffset = -1;

        Appender(TopicPartition name, HeapPartition partition) {
            this.name = name;
            this.partition = partition;
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
            byte[] ownKey = key == null ? null : Arrays.copyOfRange(key, keyOffset, keyOffset + keyLength);
            byte[] ownValue = value == null ? null : Arrays.copyOfRange(value, valueOffset, valueOffset + valueLength);
            Headers ownHeaders = headers == null ? null : new RecordHeaders(headers);
            lastOffset = partition.takeOffset();
            pending.add(new HeapRecord(name, lastOffset, timestampMs, ownKey, ownValue, ownHeaders));
            pendingPartitions.add(partition);
            return Math.max(0, keyLength) + Math.max(0, valueLength);
        }

        @Override
        public void requireFits(
                byte @Nullable [] key, int keyLength, byte @Nullable [] value, @Nullable Headers headers) {
            // It takes any size, as the driver of 4.3.1.
        }
    }

    HeapProducer(HeapLog log, boolean transactional) {
        this.log = log;
        this.transactional = transactional;
    }

    /** Topics have one partition: it takes what a partitioner sends to any, as in the driver of 4.3.1. */
    @Override
    public PartitionAppender appender(TopicPartition chosen) {
        TopicPartition partition = new TopicPartition(chosen.topic(), 0);
        Appender appender = appenders.get(partition);
        if (appender == null) {
            HeapPartition found = log.find(partition);
            if (found == null) {
                throw new UnknownTopicException("There is no partition " + partition);
            }
            appender = new Appender(partition, found);
            appenders.put(partition, appender);
        }
        return appender;
    }

    @Override
    public void begin() {
        inTransaction = true;
    }

    @Override
    public boolean isInTransaction() {
        return inTransaction;
    }

    @Override
    public void addOffsets(Map<TopicPartition, CommittedOffset> processed, GroupMembership member) {
        offsets = processed;
        group = member.group();
    }

    @Override
    public void commitOffsets(Map<TopicPartition, CommittedOffset> processed, GroupMembership member) {
        log.commitOffsets(member.group(), processed);
    }

    @Override
    public void flush() {
        if (!transactional) {
            publish();
        }
    }

    /** Makes the transaction visible. */
    void commit() {
        if (offsets != null) {
            log.commitOffsets(group, offsets);
            offsets = null;
        }
        inTransaction = false;
        publish();
    }

    /** Makes what was appended so far visible, whatever becomes of the transaction. */
    void publish() {
        if (!pending.isEmpty()) {
            for (int i = 0; i < pending.size(); i++) {
                pendingPartitions.get(i).publish(pending.get(i));
            }
            pendingPartitions.clear();
            log.tell(pending);
            pending.clear();
        }
    }

    @Override
    public OptionalLong lastOffset(TopicPartition partition) {
        Appender appender = appenders.get(partition);
        return appender == null || appender.lastOffset < 0
                ? OptionalLong.empty()
                : OptionalLong.of(appender.lastOffset);
    }

    @Override
    public void abort() {
        for (int i = pending.size() - 1; i >= 0; i--) {
            pendingPartitions.get(i).giveBack(pending.get(i).offset());
        }
        pendingPartitions.clear();
        pending.clear();
        offsets = null;
        inTransaction = false;
    }

    @Override
    public void close() {
        abort();
        log.closed(this);
    }
}
