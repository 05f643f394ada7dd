package io.millrace.test.log;

import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.LogProducer;
import io.millrace.log.PartitionAppender;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.record.TopicPartition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Notes what is appended until it becomes visible. Confined to the test's thread. */
final class ObservedProducer implements LogProducer {

    private static final long UNKNOWN_OFFSET = -1;

    private final LogProducer producer;
    private final boolean transactional;
    private final Consumer<HeapRecord> published;
    private final Map<TopicPartition, PartitionAppender> appenders = new HashMap<>();
    private final List<HeapRecord> pending = new ArrayList<>();

    private record Appender(TopicPartition partition, PartitionAppender appender, List<HeapRecord> pending)
            implements PartitionAppender {

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
            int bytes =
                    appender.append(timestampMs, key, keyOffset, keyLength, value, valueOffset, valueLength, headers);
            pending.add(new HeapRecord(
                    partition,
                    UNKNOWN_OFFSET,
                    timestampMs,
                    copy(key, keyOffset, keyLength),
                    copy(value, valueOffset, valueLength),
                    headers == null ? null : new RecordHeaders(headers)));
            return bytes;
        }

        @Override
        public void requireFits(
                byte @Nullable [] key, int keyLength, byte @Nullable [] value, @Nullable Headers headers) {
            appender.requireFits(key, keyLength, value, headers);
        }

        private static byte @Nullable [] copy(byte @Nullable [] bytes, int offset, int length) {
            return bytes == null ? null : Arrays.copyOfRange(bytes, offset, offset + length);
        }
    }

    ObservedProducer(LogProducer producer, boolean transactional, Consumer<HeapRecord> published) {
        this.producer = producer;
        this.transactional = transactional;
        this.published = published;
    }

    LogProducer observed() {
        return producer;
    }

    /** What was appended is visible. */
    void publish() {
        List<HeapRecord> visible = List.copyOf(pending);
        pending.clear();
        visible.forEach(published);
    }

    /** What was appended will never be visible. */
    void drop() {
        pending.clear();
    }

    @Override
    public PartitionAppender appender(TopicPartition partition) {
        return appenders.computeIfAbsent(partition, one -> new Appender(one, producer.appender(one), pending));
    }

    @Override
    public void begin() {
        producer.begin();
    }

    @Override
    public boolean isInTransaction() {
        return producer.isInTransaction();
    }

    @Override
    public void addOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
        producer.addOffsets(offsets, member);
    }

    @Override
    public void commitOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
        producer.commitOffsets(offsets, member);
    }

    @Override
    public void flush() {
        producer.flush();
        if (!transactional) {
            publish();
        }
    }

    @Override
    public OptionalLong lastOffset(TopicPartition partition) {
        return producer.lastOffset(partition);
    }

    @Override
    public void abort() {
        drop();
        producer.abort();
    }

    @Override
    public void close() {
        producer.close();
        if (transactional) {
            drop();
        } else {
            // Without transactions a closing producer hands over what it has.
            publish();
        }
    }
}
