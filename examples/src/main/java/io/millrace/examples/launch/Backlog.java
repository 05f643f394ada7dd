package io.millrace.examples.launch;

import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.Isolation;
import io.millrace.log.LogBroker;
import io.millrace.log.LogConsumer;
import io.millrace.log.RecordBatch;
import io.millrace.log.TopicAdmin;
import io.millrace.record.TopicPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an application has still to process: committed records in its input topics behind the offsets that its group has committed.
 *
 * <p>It is looked for twice. A record leaves one topic and enters the next in one transaction. So if every topic is found processed, and after
 * that no topic has grown since it was looked at, then all of them were processed at once, at the moment between both looks. Confined to one thread.
 */
public final class Backlog implements AutoCloseable {

    private final TopicAdmin topics;
    private final String group;
    private final List<String> inputTopics;
    private final LogConsumer probe;

    /**
     * @param group the application id
     * @param inputTopics the topics that its tasks read, repartition topics among them
     */
    public Backlog(LogBroker broker, String group, List<String> inputTopics) {
        this.topics = broker.topics();
        this.group = group;
        this.inputTopics = List.copyOf(inputTopics);
        ConsumerOptions reader = ConsumerOptions.reader(group + "-backlog");
        this.probe = broker.consumer(new ConsumerOptions(
                reader.clientId(),
                reader.group(),
                reader.instanceId(),
                Isolation.READ_COMMITTED,
                1,
                reader.sessionTimeoutMs()));
    }

    /** Whether every record is processed. A topic that does not exist yet has none. */
    public boolean isEmpty() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (String topic : inputTopics) {
            List<TopicPartition> partitions = TopicReader.partitions(topics, topic);
            for (TopicPartition partition : partitions) {
                ends.put(partition, topics.endOffset(partition, Isolation.READ_COMMITTED));
            }
            Map<TopicPartition, CommittedOffset> committed = topics.committed(group, partitions);
            for (TopicPartition partition : partitions) {
                if (hasRecordFrom(partition, nextOffset(partition, committed))) {
                    return false;
                }
            }
        }
        for (String topic : inputTopics) {
            for (TopicPartition partition : TopicReader.partitions(topics, topic)) {
                long end = topics.endOffset(partition, Isolation.READ_COMMITTED);
                if (end != ends.getOrDefault(partition, 0L)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Offsets of a topic that are not processed yet: its records, and the few markers between them. */
    public long offsetsBehind(String topic) {
        List<TopicPartition> partitions = TopicReader.partitions(topics, topic);
        Map<TopicPartition, CommittedOffset> committed = topics.committed(group, partitions);
        long behind = 0;
        for (TopicPartition partition : partitions) {
            behind += topics.endOffset(partition, Isolation.READ_COMMITTED) - nextOffset(partition, committed);
        }
        return behind;
    }

    /** Deletes what is processed from a topic that nobody else reads. */
    public void deleteProcessed(String topic) {
        List<TopicPartition> partitions = TopicReader.partitions(topics, topic);
        topics.committed(group, partitions).forEach((partition, committed) -> {
            if (committed.offset() > topics.startOffset(partition)) {
                topics.deleteRecords(partition, committed.offset());
            }
        });
    }

    private long nextOffset(TopicPartition partition, Map<TopicPartition, CommittedOffset> committed) {
        CommittedOffset found = committed.get(partition);
        long start = topics.startOffset(partition);
        return found == null ? start : Math.max(start, found.offset());
    }

    /** Whether there is a record from {@code offset} on; markers and aborted records are none. */
    private boolean hasRecordFrom(TopicPartition partition, long offset) {
        if (offset >= topics.endOffset(partition, Isolation.READ_COMMITTED)) {
            return false;
        }
        probe.assign(List.of(partition));
        probe.seek(partition, offset);
        for (List<RecordBatch> batches = probe.poll(0); !batches.isEmpty(); batches = probe.poll(0)) {
            for (RecordBatch batch : batches) {
                if (batch.next()) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() {
        probe.close();
    }
}
