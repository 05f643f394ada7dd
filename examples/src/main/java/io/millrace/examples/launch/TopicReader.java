package io.millrace.examples.launch;

import io.millrace.log.ConsumerOptions;
import io.millrace.log.LogBroker;
import io.millrace.log.LogConsumer;
import io.millrace.log.RecordBatch;
import io.millrace.log.TopicAdmin;
import io.millrace.record.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the committed records of a whole topic from its start, and goes on as long as it is asked. Confined to one thread. */
public final class TopicReader implements AutoCloseable {

    private final LogConsumer consumer;

    private TopicReader(LogConsumer consumer) {
        this.consumer = consumer;
    }

    /** A reader from the start of a topic; it has nothing to read if there is no such topic. */
    public static TopicReader open(LogBroker broker, String topic) {
        TopicAdmin topics = broker.topics();
        List<TopicPartition> partitions = partitions(topics, topic);
        LogConsumer consumer = broker.consumer(ConsumerOptions.reader(topic + "-reader"));
        consumer.assign(partitions);
        for (TopicPartition partition : partitions) {
            consumer.seek(partition, topics.startOffset(partition));
        }
        return new TopicReader(consumer);
    }

    /** The partitions of a topic; none if there is no such topic yet. */
    public static List<TopicPartition> partitions(TopicAdmin topics, String topic) {
        int count = topics.describe(topic).map(found -> found.partitionCount()).orElse(0);
        List<TopicPartition> partitions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            partitions.add(new TopicPartition(topic, i));
        }
        return partitions;
    }

    /** Shows each record that follows to {@code onRecord}, whose argument is only good inside that call; waits a while if there is none yet. */
    public void read(long maxWaitMs, Consumer<RecordBatch> onRecord) {
        show(consumer.poll(maxWaitMs), onRecord);
    }

    /** Shows each record that is there to {@code onRecord}, whose argument is only good inside that call. */
    public void readToEnd(Consumer<RecordBatch> onRecord) {
        List<RecordBatch> batches = consumer.poll(0);
        while (!batches.isEmpty()) {
            show(batches, onRecord);
            batches = consumer.poll(0);
        }
    }

    private static void show(List<RecordBatch> batches, Consumer<RecordBatch> onRecord) {
        for (RecordBatch batch : batches) {
            while (batch.next()) {
                onRecord.accept(batch);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
