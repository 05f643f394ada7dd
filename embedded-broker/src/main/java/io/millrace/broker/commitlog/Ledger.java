package io.millrace.broker.commitlog;

import io.millrace.broker.segment.CompactionState;
import io.millrace.broker.topic.PartitionId;
import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of the commit log add up to, and the decision lock. All methods but {@link #lock()} need the lock. It is a
 * leaf: whoever holds it takes no other lock and does no I/O.
 */
public final class Ledger {

    private final ReentrantLock lock = new ReentrantLock();

    private long lastCommitNumber;
    private long lastDecidedNumber;
    private long nextProducerId;
    private int nextTopicNumber = 1;
    private final Map<Integer, LogEntry.TopicCreated> topics = new TreeMap<>();
    private final Map<String, LogEntry.ProducerEpochGranted> owners = new TreeMap<>();
    private final Map<String, Map<PartitionId, CommittedOffset>> offsets = new TreeMap<>();
    private final Map<PartitionId, Long> logStarts = new TreeMap<>();
    private final Map<PartitionId, CompactionState> compactions = new TreeMap<>();
    private final List<LogEntry.EpochStarted> epochs = new ArrayList<>();
    private LogEntry.Opened opened = new LogEntry.Opened("", false);

    /** The lock under which decisions are made: check, number, append to the commit log's buffer. */
    public ReentrantLock lock() {
        return lock;
    }

    /** Takes an entry into account. Entries that later ones have overtaken do no harm. */
    public void apply(LogEntry entry) {
        assert lock.isHeldByCurrentThread();
        if (entry instanceof LogEntry.Decision decision) {
            reached(decision.commitNumber());
            if (decision.membership() != null) {
                putOffsets(decision.membership().group(), decision.inputs());
            }
        } else if (entry instanceof LogEntry.OffsetsCommitted committed) {
            reached(committed.commitNumber());
            putOffsets(committed.membership().group(), committed.inputs());
        } else if (entry instanceof LogEntry.LogStartMoved moved) {
            logStarts.merge(moved.start().partition(), moved.start().offset(), Math::max);
        } else if (entry instanceof LogEntry.ProducerEpochGranted grant) {
            owners.put(grant.transactionalId(), grant);
            nextProducerId = Math.max(nextProducerId, grant.producerId() + 1);
        } else {
            applyRare(entry);
        }
    }

    private void applyRare(LogEntry entry) {
        if (entry instanceof LogEntry.TopicCreated topic) {
            topics.put(topic.number(), topic);
            nextTopicNumber = Math.max(nextTopicNumber, topic.number() + 1);
        } else if (entry instanceof LogEntry.TopicDeleted topic) {
            topics.remove(topic.number());
            logStarts.keySet().removeIf(id -> id.topicNumber() == topic.number());
            compactions.keySet().removeIf(id -> id.topicNumber() == topic.number());
            offsets.values()
                    .forEach(byPartition -> byPartition.keySet().removeIf(id -> id.topicNumber() == topic.number()));
        } else if (entry instanceof LogEntry.ProducerIdsReserved ids) {
            nextProducerId = Math.max(nextProducerId, ids.next());
        } else if (entry instanceof LogEntry.Compacted compacted) {
            compactions.merge(compacted.partition(), compacted.state(), CompactionState::and);
        } else if (entry instanceof LogEntry.EpochStarted epoch) {
            epochs.add(epoch);
        } else if (entry instanceof LogEntry.Opened now) {
            opened = now;
        } else if (entry instanceof LogEntry.SnapshotEnd end) {
            reached(end.lastCommitNumber());
            nextTopicNumber = Math.max(nextTopicNumber, end.nextTopicNumber());
        }
    }

    private void putOffsets(String group, List<LogEntry.InputOffset> inputs) {
        Map<PartitionId, CommittedOffset> byPartition = offsets.computeIfAbsent(group, g -> new TreeMap<>());
        for (LogEntry.InputOffset input : inputs) {
            byPartition.put(input.partition(), input.committed());
        }
    }

    /** Entries that add up to the same, without the recovery points and the end of a snapshot. */
    List<LogEntry> toEntries() {
        List<LogEntry> entries = new ArrayList<>(topics.values());
        entries.add(new LogEntry.ProducerIdsReserved(nextProducerId));
        entries.addAll(owners.values());
        offsets.forEach((group, byPartition) -> {
            List<LogEntry.InputOffset> inputs = new ArrayList<>();
            byPartition.forEach((partition, committed) -> inputs.add(new LogEntry.InputOffset(partition, committed)));
            entries.add(new LogEntry.OffsetsCommitted(
                    lastCommitNumber, GroupMembership.standalone(group), inputs, List.of()));
        });
        logStarts.forEach((partition, offset) ->
                entries.add(new LogEntry.LogStartMoved(new LogEntry.PartitionEnd(partition, offset))));
        compactions.forEach((partition, state) -> entries.add(new LogEntry.Compacted(partition, state)));
        entries.addAll(epochs);
        entries.add(opened);
        return entries;
    }

    /** The last number that was taken, whether its decision is in the commit log yet or not. */
    public long lastCommitNumber() {
        return lastCommitNumber;
    }

    private void reached(long commitNumber) {
        lastCommitNumber = Math.max(lastCommitNumber, commitNumber);
        decided(commitNumber);
    }

    /** The decision of this number, and all before it, are in the commit log as durably as commits are. Called before anything of it can be read. */
    public void decided(long commitNumber) {
        lastDecidedNumber = Math.max(lastDecidedNumber, commitNumber);
    }

    /** Nothing that can be read is of a later commit, and no crash that commits survive takes it back. */
    public long lastDecidedNumber() {
        return lastDecidedNumber;
    }

    /** The number of the next decision, taken. */
    public long takeCommitNumber() {
        return ++lastCommitNumber;
    }

    /** Gives back numbers above {@code number} whose decisions did not get into the log. */
    public void returnCommitNumbers(long number) {
        lastCommitNumber = number;
    }

    public long nextProducerId() {
        return nextProducerId;
    }

    public int takeTopicNumber() {
        return nextTopicNumber++;
    }

    int nextTopicNumber() {
        return nextTopicNumber;
    }

    /** All topics, by number. */
    public List<LogEntry.TopicCreated> topics() {
        return List.copyOf(topics.values());
    }

    /** The last owner of a transactional id. */
    public LogEntry.@Nullable ProducerEpochGranted owner(String transactionalId) {
        return owners.get(transactionalId);
    }

    public List<LogEntry.ProducerEpochGranted> owners() {
        return List.copyOf(owners.values());
    }

    public @Nullable CommittedOffset committed(String group, PartitionId partition) {
        return offsets.getOrDefault(group, Map.of()).get(partition);
    }

    /** Groups that have committed something. */
    public Set<String> groups() {
        return Set.copyOf(offsets.keySet());
    }

    public long logStart(PartitionId partition) {
        return logStarts.getOrDefault(partition, 0L);
    }

    public CompactionState compaction(PartitionId partition) {
        return compactions.getOrDefault(partition, CompactionState.NONE);
    }

    /** Number of the present log epoch; 0 before the first recovery. */
    public int epoch() {
        return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).epoch();
    }

    /** Where each epoch started, oldest first. */
    public List<LogEntry.EpochStarted> epochs() {
        return List.copyOf(epochs);
    }

    /**
     * Whether what was noted in {@code epoch} is before the point from which every later epoch went on. Under the lock.
     *
     * @param commitNumber -1 if it is not known
     */
    public boolean isContinued(PartitionId partition, int epoch, long commitNumber, long offset) {
        for (LogEntry.EpochStarted later : epochs) {
            if (later.epoch() > epoch
                    && (commitNumber > later.lastCommitNumber() || offset >= endAt(later, partition))) {
                return false;
            }
        }
        return true;
    }

    private static long endAt(LogEntry.EpochStarted epoch, PartitionId partition) {
        return epoch.ends().stream()
                .filter(end -> end.partition().equals(partition))
                .mapToLong(LogEntry.PartitionEnd::offset)
                .findFirst()
                .orElse(0);
    }

    /** Who opened the data last. */
    public LogEntry.Opened opened() {
        return opened;
    }
}
