package io.millrace.broker;

import io.millrace.log.CommitOutcomeUnknownException;
import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.KeyHash;
import io.millrace.log.LogProducer;
import io.millrace.log.PartitionAppender;
import io.millrace.log.PendingCommit;
import io.millrace.log.UnknownTopicException;
import io.millrace.record.Headers;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.serialization.Serializer;
import io.millrace.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes typed records. Records wait in batches until {@link #flush()}, {@link #commitTransaction()} or a megabyte of them. Confined to one
 * thread at a time.
 *
 * <p>A record with a key goes to the partition that the key's hash names, as with Kafka; one without stays with a partition for a
 * few kilobytes and then moves on to the next.
 */
public final class EmbeddedProducer<K, V> implements AutoCloseable {

    private static final int STICKY_BYTES = 1 << 12;

    private final EmbeddedBroker broker;
    private final LogProducer producer;
    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;
    private final Clock clock;
    private final Map<String, Writer> writers = new HashMap<>();

    /** A topic's partitions, and where records without a key go at the moment. */
    private static final class Writer {

        final @Nullable PartitionAppender[] appenders;
        int current;
        int bytesInCurrent;

        Writer(int partitionCount) {
            appenders = new PartitionAppender[partitionCount];
        }

        int keyless() {
            if (bytesInCurrent >= STICKY_BYTES) {
                bytesInCurrent = 0;
                current = (current + 1) % appenders.length;
            }
            return current;
        }
    }

    EmbeddedProducer(
            EmbeddedBroker broker,
            LogProducer producer,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            Clock clock) {
        this.broker = broker;
        this.producer = producer;
        this.keySerializer = keySerializer;
        this.valueSerializer = valueSerializer;
        this.clock = clock;
    }

    /**
     * Writes a record. Its timestamp is the present time unless it has one.
     *
     * @return the partition that it went to
     * @throws UnknownTopicException if there is no such topic or partition
     * @throws io.millrace.log.RecordTooLargeException if it is larger than the topic takes
     * @throws io.millrace.log.FencedException if a producer with the same transactional id has been made since
     */
    public int send(ProducerRecord<K, V> record) {
        String topic = record.topic();
        Headers headers = record.headers();
        byte[] key = keySerializer.serialize(topic, headers, record.key());
        byte[] value = valueSerializer.serialize(topic, headers, record.value());
        Writer writer = writer(topic);
        int partition = partition(record.partition(), key, writer);
        Long timestamp = record.timestamp();
        PartitionAppender appender = appender(topic, writer, partition);
        boolean hasHeaders = headers.iterator().hasNext();
        int bytes = appender.append(
                timestamp == null ? Math.max(clock.wallMs(), 0) : timestamp, key, value, hasHeaders ? headers : null);
        if (key == null) {
            writer.bytesInCurrent += bytes;
        }
        return partition;
    }

    private Writer writer(String topic) {
        Writer known = writers.get(topic);
        if (known == null) {
            int count = broker.topics()
                    .describe(topic)
                    .orElseThrow(() -> new UnknownTopicException("There is no topic '" + topic + "'. Create it first."))
                    .partitionCount();
            known = new Writer(count);
            writers.put(topic, known);
        }
        return known;
    }

    private static int partition(@Nullable Integer wanted, byte @Nullable [] key, Writer writer) {
        if (wanted != null) {
            return wanted;
        }
        return key == null ? writer.keyless() : KeyHash.partition(key, 0, key.length, writer.appenders.length);
    }

    private PartitionAppender appender(String topic, Writer writer, int partition) {
        if (partition >= writer.appenders.length) {
            throw new UnknownTopicException("Topic '" + topic + "' has partitions 0 to " + (writer.appenders.length - 1)
                    + ", there is no partition " + partition);
        }
        PartitionAppender known = writer.appenders[partition];
        if (known == null) {
            known = producer.appender(new TopicPartition(topic, partition));
            writer.appenders[partition] = known;
        }
        return known;
    }

    /** Makes what was sent visible, or with a transaction ready to commit. Outside a transaction it is then as durable as the broker makes it. */
    public void flush() {
        producer.flush();
    }

    /** Offset of the last record that was sent to a partition and flushed; empty if there is none. */
    public OptionalLong lastOffset(TopicPartition partition) {
        return producer.lastOffset(partition);
    }

    /** Starts a transaction. */
    public void beginTransaction() {
        producer.begin();
    }

    /** Adds to the transaction how far a consumer's group has come. See {@link LogProducer#addOffsets}. */
    public void sendOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
        producer.addOffsets(offsets, member);
    }

    /**
     * Commits the transaction; on return every reader sees it.
     *
     * @throws io.millrace.log.FencedException if somebody else has taken over; nothing of it is visible
     * @throws CommitOutcomeUnknownException if the storage failed on the way
     * @throws io.millrace.log.LogException if it could not be committed; nothing of it is visible
     */
    public void commitTransaction() {
        CountDownLatch done = new CountDownLatch(1);
        PendingCommit commit = broker.commit(List.of(producer), done::countDown).get(0);
        if (commit.state() == PendingCommit.State.PENDING) {
            await(done);
        }
        RuntimeException failure = commit.failure();
        switch (commit.state()) {
            case COMMITTED -> {}
            case FAILED -> throw failure == null ? new IllegalStateException("The commit failed") : failure;
            case UNKNOWN, PENDING ->
                throw new CommitOutcomeUnknownException(
                        "Whether the transaction is committed is known when the broker is opened again",
                        failure == null ? new IllegalStateException("It has not ended") : failure);
        }
    }

    /** A commit cannot be called off, so an interrupt only waits until it is done. */
    private static void await(CountDownLatch done) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    done.await();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Drops the transaction; nothing if none is open. */
    public void abortTransaction() {
        producer.abort();
    }

    /** Flushes what was sent outside transactions, aborts an open one. Idempotent. */
    @Override
    public void close() {
        producer.close();
    }
}
