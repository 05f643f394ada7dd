package io.millrace.log;

import io.millrace.record.TopicPartition;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Topics and offsets. Safe from any thread; every method throws {@link BrokerUnavailableException} if the answer cannot be known at the
 * moment, which is never the same as "there is none".
 */
public interface TopicAdmin {

    /** Name, identity, partition count and settings of a topic; empty if there is none of that name. */
    Optional<TopicDescription> describe(String topic);

    /** Names of all topics. */
    Set<String> list();

    /**
     * Makes a topic. If one of that name and partition count exists already, it is left as it is and described.
     *
     * @throws IllegalArgumentException if one with another partition count exists, or the name or a setting is not valid
     */
    TopicDescription create(TopicSpec spec);

    /**
     * All settings of a topic that have an effect, by their Kafka names; what nobody has set is there with its default.
     *
     * @throws UnknownTopicException if there is no such topic
     */
    Map<String, String> settings(String topic);

    /**
     * Changes settings of a topic, all of them or, with an exception, none. Those whose names begin with {@code millrace.} stay as they were made; all
     * others can be changed, and hold from the next batch, segment or look of the background work on.
     *
     * @param changes new values by their Kafka names; empty to go back to the default
     * @throws UnknownTopicException if there is no such topic
     * @throws IllegalArgumentException if a setting is unknown, cannot be changed, or cannot have that value
     */
    TopicDescription alter(String topic, Map<String, Optional<String>> changes);

    /** Removes a topic with its data; nothing if there is none. */
    void delete(String topic);

    /** Offset of the first record that can be read. */
    long startOffset(TopicPartition partition);

    /**
     * The offset behind the last record: of the log with {@link Isolation#READ_UNCOMMITTED}, the last stable offset with
     * {@link Isolation#READ_COMMITTED}.
     * Of a damaged partition it is the last offset that is known: who reads up to there gets to the error.
     */
    long endOffset(TopicPartition partition, Isolation isolation);

    /** First offset whose record's timestamp is at least {@code timestampMs}; empty if there is none. */
    OptionalLong offsetForTime(TopicPartition partition, long timestampMs);

    /**
     * Makes records before {@code beforeOffset} unreadable; their space is freed in the background.
     *
     * @throws IllegalArgumentException if the offset is behind the end of the log
     */
    void deleteRecords(TopicPartition partition, long beforeOffset);

    /**
     * Has the log keep tombstones of a compacted partition from {@code nextOffset} on.
     *
     * @param nextOffset whoever holds them durably has everything before it; 0 for nothing
     */
    TombstoneHold holdTombstones(TopicPartition partition, long nextOffset);

    /**
     * What the group has committed for those of the partitions for which it has committed something. Waits for no transaction: offsets of
     * a transaction that is not decided are not in the answer.
     */
    Map<TopicPartition, CommittedOffset> committed(String group, Collection<TopicPartition> partitions);

    /**
     * Number of the log's present epoch. It grows each time the log recovers from an unclean stop, since it may then have lost its newest records.
     */
    int epoch();

    /** Number of the last commit; -1 if the log does not number commits. */
    long lastCommitNumber();

    /**
     * Whether everything up to a record is still there as it was when it was noted. False means that the log has lost it and may have gone on differently: whoever
     * holds state that stands for it is ahead of the log, and must build that state anew.
     *
     * @param epoch the log's epoch when the record was noted
     * @param commitNumber of the commit that wrote the record; -1 if that is not known
     * @param offset of the record
     */
    boolean isContinued(TopicPartition partition, int epoch, long commitNumber, long offset);
}
