package io.millrace.broker;

import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.GroupProtocol;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.RecordBatch;
import io.millrace.log.TopicAdmin;
import io.millrace.log.TopicDescription;
import io.millrace.log.UnknownTopicException;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.record.TopicPartition;
import io.millrace.serialization.Deserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed records: partitions that it is told to read, or a share of topics with the other members of its group. Sees committed
 * records only, unless its options say otherwise. A partition for which the group has committed nothing is read from its start. Confined
 * to one thread at a time, but for {@link #wakeup()}.
 */
public final class EmbeddedConsumer<K, V> implements AutoCloseable {

    private final TopicAdmin topics;
    private final LogConsumer consumer;
    private final Deserializer<K> keyDeserializer;
    private final Deserializer<V> valueDeserializer;
    private Set<String> subscribed = Set.of();

    EmbeddedConsumer(
            TopicAdmin topics,
            LogConsumer consumer,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer) {
        this.topics = topics;
        this.consumer = consumer;
        this.keyDeserializer = keyDeserializer;
        this.valueDeserializer = valueDeserializer;
    }

    /**
     * Joins the group to read a share of the topics; {@link #poll} does it. When the group changes, what was not committed by
     * {@link #commit()} is read again by whoever gets the partition.
     *
     * @throws UnknownTopicException if one does not exist
     * @throws IllegalStateException if the consumer has no group, or has subscribed before
     */
    public void subscribe(Collection<String> wanted) {
        wanted.forEach(this::requirePartitionCount);
        consumer.subscribe(new Sharing());
        subscribed = Set.copyOf(wanted);
    }

    /** Reads exactly these partitions, without sharing them. */
    public void assign(Collection<TopicPartition> partitions) {
        consumer.assign(partitions);
        startUnpositioned();
    }

    private void startUnpositioned() {
        for (TopicPartition partition : consumer.assignment()) {
            if (consumer.lag(partition).isEmpty()) {
                consumer.seek(partition, topics.startOffset(partition));
            }
        }
    }

    private int requirePartitionCount(String topic) {
        return topics.describe(topic)
                .map(TopicDescription::partitionCount)
                .orElseThrow(() -> new UnknownTopicException("There is no topic '" + topic + "'. Create it first."));
    }

    /** The partitions that it reads. */
    public Set<TopicPartition> assignment() {
        return consumer.assignment();
    }

    /** Reads on from {@code offset}. */
    public void seek(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
    }

    /** Reads on from the oldest record. */
    public void seekToBeginning(TopicPartition partition) {
        consumer.seek(partition, topics.startOffset(partition));
    }

    /** Reads on from what is written next. */
    public void seekToEnd(TopicPartition partition) {
        consumer.seek(partition, topics.endOffset(partition, Isolation.READ_COMMITTED));
    }

    /** Offset of the next record. See {@link LogConsumer#position}. */
    public long position(TopicPartition partition) {
        return consumer.position(partition);
    }

    /**
     * Reads the next records, in order within each partition. Waits up to {@code timeout} if there are none; may return none earlier.
     *
     * @throws io.millrace.log.OffsetOutOfRangeException if a position is outside its log
     */
    public List<ConsumerRecord<K, V>> poll(Duration timeout) {
        List<ConsumerRecord<K, V>> records = new ArrayList<>();
        for (RecordBatch batch : consumer.poll(timeout.toMillis())) {
            while (batch.next()) {
                records.add(toRecord(batch));
            }
        }
        return records;
    }

    private ConsumerRecord<K, V> toRecord(RecordBatch batch) {
        TopicPartition partition = batch.partition();
        String topic = partition.topic();
        Headers headers = batch.hasHeaders() ? batch.headers() : new RecordHeaders();
        byte[] key = copy(batch.keyArray(), batch.keyOffset(), batch.keyLength());
        byte[] value = copy(batch.valueArray(), batch.valueOffset(), batch.valueLength());
        return new ConsumerRecord<>(
                topic,
                partition.partition(),
                batch.offset(),
                batch.timestamp(),
                batch.timestampType(),
                batch.keyLength(),
                batch.valueLength(),
                keyDeserializer.deserialize(topic, headers, key),
                valueDeserializer.deserialize(topic, headers, value),
                headers,
                Optional.empty());
    }

    private static byte @Nullable [] copy(byte[] array, int offset, int length) {
        return length < 0 ? null : Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Lets a waiting {@link #poll} return at once. Safe from any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    /**
     * Commits for the group that all records returned so far are processed.
     *
     * @throws io.millrace.log.FencedException if the group has moved on without this member
     */
    public void commit() {
        consumer.commit(positions());
    }

    /** Commits offsets for the group. */
    public void commit(Map<TopicPartition, CommittedOffset> offsets) {
        consumer.commit(offsets);
    }

    /** Where it reads on, by partition: what a transaction commits with {@link EmbeddedProducer#sendOffsets}. */
    public Map<TopicPartition, CommittedOffset> positions() {
        Map<TopicPartition, CommittedOffset> positions = new LinkedHashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            positions.put(partition, new CommittedOffset(consumer.position(partition), ""));
        }
        return positions;
    }

    /** Who it is in its group. */
    public GroupMembership membership() {
        return consumer.membership();
    }

    /** Leaves the group. Idempotent. */
    @Override
    public void close() {
        consumer.close();
    }

    /** Membership of a plain consumer: everybody wants a fair share of its topics. */
    private final class Sharing implements GroupProtocol {

        @Override
        public byte[] metadata() {
            return new StickyAssignor.Subscription(subscribed, List.copyOf(consumer.assignment())).encode();
        }

        @Override
        public Map<String, Assignment> assign(Map<String, byte[]> members) {
            Map<String, StickyAssignor.Subscription> subscriptions = new TreeMap<>();
            members.forEach(
                    (member, metadata) -> subscriptions.put(member, StickyAssignor.Subscription.decode(metadata)));
            Map<String, Assignment> parts = new TreeMap<>();
            StickyAssignor.assign(subscriptions, EmbeddedConsumer.this::partitionCountOrNone)
                    .forEach((member, partitions) -> parts.put(member, new Assignment(partitions, new byte[0])));
            return parts;
        }

        @Override
        public void onRevoking() {}

        @Override
        public void onAssigned(Assignment assignment, GroupMembership membership) {
            startUnpositioned();
        }

        @Override
        public void onLost(Collection<TopicPartition> partitions) {}
    }

    private int partitionCountOrNone(String topic) {
        return topics.describe(topic).map(TopicDescription::partitionCount).orElse(0);
    }
}
