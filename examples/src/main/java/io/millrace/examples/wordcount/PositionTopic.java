package io.millrace.examples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.TopicConfig;
import io.millrace.examples.launch.TopicReader;
import io.millrace.log.LogBroker;
import io.millrace.log.LogProducer;
import io.millrace.log.PartitionAppender;
import io.millrace.log.TopicSpec;
import io.millrace.record.TopicPartition;
import java.util.HashMap;
import java.util.Map;

/** The topic that holds how far each file has been read: the last {@link Position} by canonical path. */
final class PositionTopic {

    private static final String TOPIC = "wordcount-positions";

    private PositionTopic() {}

    static void create(LogBroker broker) {
        broker.topics()
                .create(new TopicSpec(
                        TOPIC, 1, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
    }

    /** All positions that are committed; ask after older producers were fenced, so that none is still to come. */
    static Map<String, Position> read(LogBroker broker) {
        Map<String, Position> positions = new HashMap<>();
        try (TopicReader reader = TopicReader.open(broker, TOPIC)) {
            reader.readToEnd(record -> positions.put(
                    new String(record.keyArray(), record.keyOffset(), record.keyLength(), UTF_8),
                    Position.decode(record.valueArray(), record.valueOffset(), record.valueLength())));
        }
        return positions;
    }

    /** Adds a position to the transaction of {@code producer}. */
    static void append(LogProducer producer, long timestampMs, String canonicalPath, Position position) {
        PartitionAppender appender = producer.appender(new TopicPartition(TOPIC, 0));
        appender.append(timestampMs, canonicalPath.getBytes(UTF_8), position.encoded(), null);
    }
}
