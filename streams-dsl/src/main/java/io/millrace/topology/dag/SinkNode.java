package io.millrace.topology.dag;

import io.millrace.processor.StreamPartitioner;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.serialization.Serializer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a topic. Exactly one of {@code topic} and {@code topicExtractor} is not null.
 *
 * @param keySerializer null: the configured default serde
 * @param valueSerializer null: the configured default serde
 * @param partitioner null: by murmur2 of the key bytes, round-robin without a key
 */
public record SinkNode(
        String name,
        @Nullable TopicRef topic,
        @Nullable TopicNameExtractor<?, ?> topicExtractor,
        @Nullable Serializer<?> keySerializer,
        @Nullable Serializer<?> valueSerializer,
        @Nullable StreamPartitioner<?, ?> partitioner)
        implements DagNode {

    public SinkNode {
        if ((topic == null) == (topicExtractor == null)) {
            throw new IllegalArgumentException("Sink '" + name + "' needs a topic or an extractor of topic names");
        }
    }

    @Override
    public List<DagNode> children() {
        return List.of();
    }
}
