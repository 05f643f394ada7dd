package io.millrace.broker.commitlog;

import io.millrace.broker.segment.CompactionState;
import io.millrace.broker.segment.PartitionState;
import io.millrace.broker.topic.PartitionId;
import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An entry of the commit log. All are immutable. */
public sealed interface LogEntry {

    /** A topic was made. Once more with the same number: its settings were changed. */
    record TopicCreated(int number, String name, UUID id, int partitionCount, Map<String, String> config)
            implements LogEntry {

        public TopicCreated {
            config = Map.copyOf(config);
        }
    }

    record TopicDeleted(int number) implements LogEntry {}

    /** Producer ids below {@code next} may have been given out. */
    record ProducerIdsReserved(long next) implements LogEntry {}

    /** A transactional id has a new owner. */
    record ProducerEpochGranted(String transactionalId, long producerId, short epoch) implements LogEntry {}

    /** Position in a partition's log. */
    record PartitionEnd(PartitionId partition, long offset) {}

    /** How far a group has come in one partition. */
    record InputOffset(PartitionId partition, CommittedOffset committed) {}

    /**
     * A transaction is committed.
     *
     * @param touchedEnds per partition that it wrote, the offset behind its last record
     * @param membership whose input offsets they are; null if it commits none
     * @param inputs input offsets; the logs have to reach them for the decision to hold
     */
    record Decision(
            long commitNumber,
            long producerId,
            short producerEpoch,
            long transactionNumber,
            List<PartitionEnd> touchedEnds,
            @Nullable GroupMembership membership,
            List<InputOffset> inputs)
            implements LogEntry {

        public Decision {
            touchedEnds = List.copyOf(touchedEnds);
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * Offsets were committed without a transaction.
     *
     * @param outputs what was made of the input, as far as the committer said; the logs have to reach these ends for the commit to hold
     */
    record OffsetsCommitted(
            long commitNumber, GroupMembership membership, List<InputOffset> inputs, List<PartitionEnd> outputs)
            implements LogEntry {

        public OffsetsCommitted {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    /** Records before an offset are deleted. */
    record LogStartMoved(PartitionEnd start) implements LogEntry {}

    /** A partition was compacted, or is about to be. */
    record Compacted(PartitionId partition, CompactionState state) implements LogEntry {}

    /** Everything before these ends was durable when this was written. */
    record DurableEnds(List<PartitionEnd> ends) implements LogEntry {

        public DurableEnds {
            ends = List.copyOf(ends);
        }
    }

    /**
     * A recovery started a new epoch.
     *
     * @param lastCommitNumber the last commit that it found
     * @param ends where the logs ended after all cutting and before anything was appended
     */
    record EpochStarted(int epoch, long lastCommitNumber, List<PartitionEnd> ends) implements LogEntry {

        public EpochStarted {
            ends = List.copyOf(ends);
        }
    }

    /**
     * A broker opened the data.
     *
     * @param incarnation of the disk
     * @param syncsCommits whether it syncs before it decides
     */
    record Opened(String incarnation, boolean syncsCommits) implements LogEntry {}

    /** In a snapshot: a partition's recovery point. */
    record RecoveryPoint(PartitionId partition, PartitionState state) implements LogEntry {}

    /** The last entry of a snapshot. */
    record SnapshotEnd(long lastCommitNumber, int nextTopicNumber) implements LogEntry {}
}
