package io.millrace.examples.wordcount;

import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.Isolation;
import io.millrace.log.LogBroker;
import io.millrace.log.LogConsumer;
import io.millrace.log.RecordBatch;
import io.millrace.log.TopicAdmin;
import io.millrace.record.TopicPartition;
import java.util.List;
import java.util.Map;

/**
 * What an application has still to process: committed records in its input topics behind the offsets that its group has committed.
 *
 * <p>Topics are looked at in the order in which records flow. A record leaves one topic and enters the next in one transaction, so once an
 * upstream topic is found processed and nothing is added to it, what is found downstream is all there will be. Confined to one thread.
 */
final class Backlog implements AutoCloseable {

    private final TopicAdmin topics;
    private final String group;
    private final List<String> inFlowOrder;
    private final LogConsumer probe;

    Backlog(LogBroker broker, String group, List<String> inFlowOrder) {
        this.topics = broker.topics();
        this.group = group;
        this.inFlowOrder = List.copyOf(inFlowOrder);
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
    boolean isEmpty() {
        for (String topic : inFlowOrder) {
            List<TopicPartition> partitions = TopicReader.partitions(topics, topic);
            Map<TopicPartition, CommittedOffset> committed = topics.committed(group, partitions);
            for (TopicPartition partition : partitions) {
                if (hasRecordFrom(partition, nextOffset(partition, committed))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Offsets of a topic that are not processed yet: its records, and the few markers between them. */
    long offsetsBehind(String topic) {
        List<TopicPartition> partitions = TopicReader.partitions(topics, topic);
        Map<TopicPartition, CommittedOffset> committed = topics.committed(group, partitions);
        long behind = 0;
        for (TopicPartition partition : partitions) {
            behind += topics.endOffset(partition, Isolation.READ_COMMITTED) - nextOffset(partition, committed);
        }
        return behind;
    }

    /** Deletes what is processed from a topic that nobody else reads. */
    void deleteProcessed(String topic) {
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
