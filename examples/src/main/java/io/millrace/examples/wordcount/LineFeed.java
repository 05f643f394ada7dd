package io.millrace.examples.wordcount;

import io.millrace.examples.launch.TopicReader;
import io.millrace.log.LogBroker;
import io.millrace.log.LogProducer;
import io.millrace.log.PartitionAppender;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.log.RecordTooLargeException;
import io.millrace.record.TopicPartition;
import io.millrace.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Writes lines of texts to the partitions of a topic in turn, in transactions of about 1 MB, each with the position behind its last line.
 * Lines go as bytes: nothing is decoded here. Confined to one thread.
 */
final class LineFeed implements AutoCloseable {

    private static final String TRANSACTIONAL_ID = "wordcount-feed";
    private static final int TRANSACTION_BYTES = 1 << 20;

    private final LogBroker broker;
    private final Clock clock;
    private final LogProducer producer;
    private final PartitionAppender[] partitions;
    private final Runnable afterCommit;

    private int nextPartition;
    private long transactionTimeMs;
    private int transactionBytes;
    private long lines;
    private long bytes;

    private LineFeed(
            LogBroker broker, Clock clock, LogProducer producer, PartitionAppender[] partitions, Runnable afterCommit) {
        this.broker = broker;
        this.clock = clock;
        this.producer = producer;
        this.partitions = partitions;
        this.afterCommit = afterCommit;
    }

    /**
     * Opens the feed into {@code topic} and aborts what a feed that was killed left open.
     *
     * @param afterCommit called after each transaction; what it throws ends the feeding
     */
    static LineFeed open(LogBroker broker, Clock clock, String topic, Runnable afterCommit) {
        LogProducer producer = broker.producer(ProducerOptions.transactional(TRANSACTIONAL_ID, TRANSACTIONAL_ID));
        PartitionAppender[] appenders = TopicReader.partitions(broker.topics(), topic).stream()
                .map((TopicPartition partition) -> producer.appender(partition))
                .toArray(PartitionAppender[]::new);
        return new LineFeed(broker, clock, producer, appenders, afterCommit);
    }

    /** Writes a text to its end. The last of its lines may wait for {@link #commit()}. */
    void feed(TextInput input) throws IOException {
        try (InputStream in = input.open()) {
            ByteLines text = input.lines(in);
            boolean mayStall = input.mayStall();
            while (text.next()) {
                append(input, text);
                if (transactionBytes >= TRANSACTION_BYTES
                        || mayStall && !text.isNextBuffered() && in.available() == 0) {
                    addPosition(input, text);
                    commit();
                }
            }
            if (producer.isInTransaction()) {
                addPosition(input, text);
            }
        }
    }

    /** Commits what was written since the last time, if anything. */
    void commit() {
        if (!producer.isInTransaction()) {
            return;
        }
        CountDownLatch decided = new CountDownLatch(1);
        PendingCommit commit =
                broker.commit(List.of(producer), decided::countDown).get(0);
        if (commit.state() == PendingCommit.State.PENDING) {
            await(decided);
        }
        RuntimeException failure = commit.failure();
        if (failure != null) {
            throw failure;
        }
        transactionBytes = 0;
        afterCommit.run();
    }

    /** Lines that were written by this feed. */
    long lines() {
        return lines;
    }

    /** Bytes of text that were read by this feed. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        producer.close();
    }

    private void append(TextInput input, ByteLines text) {
        if (!producer.isInTransaction()) {
            producer.begin();
            transactionTimeMs = clock.wallMs();
        }
        PartitionAppender partition = partitions[nextPartition];
        nextPartition = nextPartition + 1 == partitions.length ? 0 : nextPartition + 1;
        try {
            partition.append(transactionTimeMs, null, 0, -1, text.array(), text.offset(), text.length(), null);
        } catch (RecordTooLargeException e) {
            throw new IllegalStateException(
                    "a line of " + input.name() + " has " + text.length() + " bytes, more than a record may have", e);
        }
        lines++;
        bytes += text.length() + 1;
        transactionBytes += text.length() + 1;
    }

    private void addPosition(TextInput input, ByteLines text) {
        input.identity().ifPresent(path -> PositionTopic.append(producer, transactionTimeMs, path, text.position()));
    }

    private static void await(CountDownLatch decided) {
        try {
            decided.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while committing lines", e);
        }
    }
}
