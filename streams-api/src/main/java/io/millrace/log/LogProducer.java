package io.millrace.log;

import io.millrace.record.TopicPartition;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Appends records, within transactions if it was made with a transactional id. Confined to one thread at a time.
 *
 * <p>A transactional producer must be in a transaction when it appends. Every method throws {@link FencedException} once a successor
 * with the same transactional id has been made, and nothing appended after that becomes visible.
 */
public interface LogProducer extends AutoCloseable {

    /**
     * The appender of one partition. The same object for the same partition while this producer is open: look it up once, keep it.
     *
     * @throws UnknownTopicException if there is no such topic or partition
     */
    PartitionAppender appender(TopicPartition partition);

    /** Starts a transaction. Nothing is written before the first append. */
    void begin();

    /** Whether a transaction has been begun that is neither committed nor aborted. */
    boolean isInTransaction();

    /**
     * Adds to the transaction that {@code group} has processed its input up to {@code offsets}. At the decision the broker checks that
     * {@code member} still belongs to the group in that generation.
     */
    void addOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member);

    /**
     * Commits, without a transaction, that {@code group} has processed its input up to {@code offsets}; on return it is done. It holds only together with what this producer has
     * flushed: if a loss of power takes that back, it takes the commit back too.
     *
     * @throws FencedException if the group has moved on without the member
     * @throws IllegalStateException if the producer is transactional
     */
    void commitOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member);

    /**
     * Hands everything appended so far to the log. Outside a transaction it is then visible and as durable as the broker is set to make it;
     * inside one it waits for the commit.
     */
    void flush();

    /** Offset of the last record of this producer in {@code partition} that was flushed; empty if there is none. */
    OptionalLong lastOffset(TopicPartition partition);

    /** Drops the transaction: no read_committed reader will see any of it. Nothing if none is open. */
    void abort();

    /** Aborts an open transaction and gives up the producer's resources. Idempotent. */
    @Override
    void close();
}
