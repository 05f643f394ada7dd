package io.millrace.topology.dag;

import io.millrace.processor.TimestampExtractor;
import io.millrace.serialization.Deserializer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics, either named ones or all that match a pattern.
 *
 * @param topics empty if there is a pattern
 * @param pattern present if the topics are not named
 * @param offsetReset where to start without a committed offset; empty: as configured
 * @param keyDeserializer null: the configured default serde
 * @param valueDeserializer null: the configured default serde
 * @param timestampExtractor null: the configured default
 */
public record SourceNode(
        String name,
        List<TopicRef> topics,
        Optional<Pattern> pattern,
        Optional<OffsetReset> offsetReset,
        @Nullable Deserializer<?> keyDeserializer,
        @Nullable Deserializer<?> valueDeserializer,
        @Nullable TimestampExtractor timestampExtractor,
        List<DagNode> children)
        implements DagNode {

    public SourceNode {
        topics = List.copyOf(topics);
        children = List.copyOf(children);
    }
}
