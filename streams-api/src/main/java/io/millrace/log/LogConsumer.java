package io.millrace.log;

import io.millrace.record.TopicPartition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads partitions, either those it is told to ({@link #assign}) or those its group gives it ({@link #subscribe}). Confined to one thread
 * at a time, but for {@link #wakeup()}.
 */
public interface LogConsumer extends AutoCloseable {

    /**
     * Reads exactly these partitions from now on. Positions of partitions that stay are kept; a new one starts at the group's committed
     * offset if there is a group and it has one, else it has no position until {@link #seek}.
     */
    void assign(Collection<TopicPartition> partitions);

    /**
     * Joins the consumer's group. Membership moves on inside {@link #poll}: the protocol's callbacks run there.
     *
     * @throws IllegalStateException if the consumer has no group
     */
    void subscribe(GroupProtocol protocol);

    /**
     * Has the group distribute its partitions anew, as if a member had come: all members are asked for fresh metadata inside {@link #poll}. Nothing if a distribution
     * is under way that has not asked this member yet.
     *
     * @throws IllegalStateException if the consumer has not subscribed
     */
    default void rejoin() {
        throw new IllegalStateException("The consumer is not a member of a group");
    }

    /** The partitions it reads. */
    Set<TopicPartition> assignment();

    /** Reads {@code partition} from {@code offset} on. */
    void seek(TopicPartition partition, long offset);

    /**
     * Offset of the next record that a poll will look at; markers and aborted records that were passed count as read.
     *
     * @throws IllegalStateException if the partition is not assigned or has no position
     */
    long position(TopicPartition partition);

    /** Stops reading a partition until {@link #resume}; its position stays. */
    void pause(TopicPartition partition);

    void resume(TopicPartition partition);

    /**
     * Reads what is there, at most about {@link ConsumerOptions#maxPollBytes()}, starting with a different partition each time. Waits up to
     * {@code maxWaitMs} if nothing is there, no membership event is due and nobody calls {@link #wakeup()}; with 0 it never waits.
     *
     * @return batches with at least one record each, or that only move the position past markers; in offset order within a partition. The bytes of
     *     a batch are valid until the next poll that returns one of the same partition
     * @throws OffsetOutOfRangeException if a position is before the start of its log or behind its end
     * @throws CorruptLogException if a batch fails its checksum
     * @throws FencedException if another member has joined the group under the same {@link ConsumerOptions#instanceId()}; from then on always
     */
    List<RecordBatch> poll(long maxWaitMs);

    /** Lets a waiting {@link #poll}, or else the next one that would wait, return at once. Safe from any thread. */
    void wakeup();

    /** Records between the position and the end that this reader can see, if known without asking over a network; 0 means caught up. */
    OptionalLong lag(TopicPartition partition);

    /**
     * Commits offsets for the group outside a transaction.
     *
     * @throws FencedException if the group has moved on without this member
     */
    void commit(Map<TopicPartition, CommittedOffset> offsets);

    /**
     * Who this consumer is in its group at the moment.
     *
     * @throws IllegalStateException if it has no group
     */
    GroupMembership membership();

    /** As {@link #close()}, but the group is not told: the member stays in it until its session expires. */
    default void closeWithoutLeaving() {
        close();
    }

    /** Leaves the group and gives up resources. Idempotent. */
    @Override
    void close();
}
