package io.millrace.broker.topic;

import io.millrace.broker.segment.PartitionLog;
import io.millrace.log.TopicDescription;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

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

    /** Content of a partition's metadata file, in Kafka's form. */
    public static String metadata(UUID id) {
        ByteBuffer bits = ByteBuffer.allocate(2 * Long.BYTES);
        bits.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bits.array());
        return "version: 0\ntopic_id: " + text + "\n";
    }
}
