package io.millrace.test.log;

import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.GroupMembership;
import io.millrace.log.GroupProtocol;
import io.millrace.log.LogConsumer;
import io.millrace.log.RecordBatch;
import io.millrace.record.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Reads partitions that it is told to read; of a group it knows the committed offsets only. Confined to the log's thread. */
final class HeapConsumer implements LogConsumer {

    private final HeapLog log;
    private final ConsumerOptions options;
    private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();

    HeapConsumer(HeapLog log, ConsumerOptions options) {
        this.log = log;
        this.options = options;
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        positions.keySet().retainAll(partitions);
        partitions.forEach(partition -> positions.putIfAbsent(partition, 0L));
    }

    @Override
    public void subscribe(GroupProtocol protocol) {
        throw new UnsupportedOperationException("The log of a test has no group members");
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.copyOf(positions.keySet());
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        positions.put(partition, offset);
    }

    @Override
    public long position(TopicPartition partition) {
        Long position = positions.get(partition);
        if (position == null) {
            throw new IllegalStateException("Partition " + partition + " is not assigned");
        }
        return position;
    }

    @Override
    public void pause(TopicPartition partition) {
        paused.add(partition);
    }

    @Override
    public void resume(TopicPartition partition) {
        paused.remove(partition);
    }

    @Override
    public List<RecordBatch> poll(long maxWaitMs) {
        List<RecordBatch> batches = new ArrayList<>();
        positions.replaceAll((partition, position) -> {
            HeapPartition found = log.find(partition);
            if (found == null || paused.contains(partition)) {
                return position;
            }
            List<HeapRecord> records = List.copyOf(found.from(position));
            if (!records.isEmpty()) {
                batches.add(new HeapBatch(records));
            }
            return found.endOffset();
        });
        return batches;
    }

    @Override
    public void wakeup() {
        // A poll never waits here.
    }

    @Override
    public OptionalLong lag(TopicPartition partition) {
        HeapPartition found = log.find(partition);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.endOffset() - position(partition));
    }

    @Override
    public void commit(Map<TopicPartition, CommittedOffset> offsets) {
        log.commitOffsets(options.group().orElseThrow(), offsets);
    }

    @Override
    public GroupMembership membership() {
        return GroupMembership.standalone(options.group().orElseThrow());
    }

    @Override
    public void close() {
        positions.clear();
    }
}
