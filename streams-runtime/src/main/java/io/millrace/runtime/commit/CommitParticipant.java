package io.millrace.runtime.commit;

import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.LogProducer;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import java.util.Map;

/** A task as the commit sequence sees it. The methods are called in the order in which they stand here; all on the task's thread. */
public interface CommitParticipant {

    TaskId id();

    /** {@link CommitStep#FLUSH_CACHES}. May throw what user code throws. */
    void flushCaches();

    /** {@link CommitStep#SEAL}: the input offsets to commit. */
    Map<TopicPartition, CommittedOffset> seal();

    /** {@link CommitStep#APPEND}. */
    void appendChangelogs();

    /** {@link CommitStep#DECIDE}, with transactions: adds the offsets; returns the producer whose transaction is to be committed. */
    LogProducer addOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member);

    /** {@link CommitStep#DECIDE}, without transactions: commits the offsets. */
    void commitOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member);

    /** The decision has been asked for; the task must not process until {@link #committed} or {@link #rewind}. */
    void deciding();

    /**
     * {@link CommitStep#APPLY}.
     *
     * @param commitNumber -1 without transactions
     */
    void committed(long commitNumber);

    /** Puts everything back to the last commit. */
    void rewind();
}
