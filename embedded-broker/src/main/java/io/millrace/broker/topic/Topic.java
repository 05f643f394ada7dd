package io.millrace.broker.topic;

import io.millrace.broker.segment.PartitionLog;
import io.millrace.log.TopicDescription;
import java.util.List;

/** A topic and the logs of its partitions. Immutable but for the logs. */
public record Topic(int number, TopicDescription description, List<PartitionLog> partitions) {

    public Topic {
        partitions = List.copyOf(partitions);
    }

    public String name() {
        return description.name();
    }

    /** Directory of one of its partitions, named as Kafka's. */
    public static String directory(String topic, int partition) {
        return topic + "-" + partition;
    }
}
