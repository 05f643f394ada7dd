package io.millrace.broker.transaction;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.group.GroupCoordinator;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.topic.PartitionId;
import io.millrace.broker.topic.Topic;
import io.millrace.broker.topic.TopicRegistry;
import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.Isolation;
import io.millrace.log.UnknownTopicException;
import io.millrace.record.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Offsets that a group commits outside a transaction. */
public final class OffsetCommit extends SimpleRequest {

    private final GroupCoordinator groups;
    private final GroupMembership membership;
    private final List<LogEntry.InputOffset> inputs;
    private final List<LogEntry.PartitionEnd> outputs;
    private final List<PartitionLog> unsyncedInputs;

    private OffsetCommit(
            GroupCoordinator groups,
            GroupMembership membership,
            List<LogEntry.InputOffset> inputs,
            List<LogEntry.PartitionEnd> outputs,
            List<PartitionLog> unsyncedInputs) {
        this.groups = groups;
        this.membership = membership;
        this.inputs = inputs;
        this.outputs = outputs;
        this.unsyncedInputs = unsyncedInputs;
    }

    /**
     * Commits; on return it is done, and as durable as commits are.
     *
     * @param outputs ends of what was made of the input: the commit does not outlive them
     * @throws io.millrace.log.FencedException if the group has moved on without the member
     */
    public static void commit(
            CommitPipeline pipeline,
            GroupCoordinator groups,
            TopicRegistry topics,
            GroupMembership membership,
            Map<TopicPartition, CommittedOffset> offsets,
            List<LogEntry.PartitionEnd> outputs) {
        List<LogEntry.InputOffset> inputs = resolve(topics, offsets);
        OffsetCommit request = new OffsetCommit(groups, membership, inputs, outputs, unsynced(topics, inputs));
        pipeline.add(request);
        pipeline.process();
        request.requireEntry();
    }

    static List<LogEntry.InputOffset> resolve(TopicRegistry topics, Map<TopicPartition, CommittedOffset> offsets) {
        List<LogEntry.InputOffset> inputs = new ArrayList<>(offsets.size());
        offsets.forEach((partition, offset) -> {
            PartitionId id = topics.requireId(partition);
            requireSameTopic(topics, partition, id, offset);
            long end = topics.requireLog(partition).endOffset(Isolation.READ_UNCOMMITTED);
            if (offset.offset() > end) {
                // A commit holds only as long as its input does, so this one would not survive a restart.
                throw new IllegalArgumentException("Offset " + offset.offset() + " of " + partition
                        + " cannot be committed: the log ends at " + end);
            }
            inputs.add(new LogEntry.InputOffset(id, new CommittedOffset(offset.offset(), offset.metadata())));
        });
        return inputs;
    }

    private static void requireSameTopic(
            TopicRegistry topics, TopicPartition partition, PartitionId id, CommittedOffset offset) {
        Topic topic = topics.byNumber(id.topicNumber());
        boolean isSame = offset.topicId() == null
                || topic != null && topic.description().id().equals(offset.topicId());
        if (!isSame) {
            throw new UnknownTopicException("Topic '" + partition.topic()
                    + "' was deleted and made again: offset " + offset.offset() + " of partition "
                    + partition.partition() + " is one of the old topic and cannot be committed for the new one");
        }
    }

    /** Input that was read but is not durable yet: a commit that outlives its input would be one too many. */
    static List<PartitionLog> unsynced(TopicRegistry topics, List<LogEntry.InputOffset> inputs) {
        List<PartitionLog> logs = new ArrayList<>();
        for (LogEntry.InputOffset input : inputs) {
            PartitionLog log = topics.findLog(input.partition());
            if (log != null && log.syncedOffset() < input.committed().offset()) {
                logs.add(log);
            }
        }
        return logs;
    }

    @Override
    public List<PartitionLog> dependencies() {
        return unsyncedInputs;
    }

    @Override
    public LogEntry decide(Ledger ledger) {
        groups.requireMember(membership);
        return new LogEntry.OffsetsCommitted(ledger.takeCommitNumber(), membership, inputs, outputs);
    }
}
