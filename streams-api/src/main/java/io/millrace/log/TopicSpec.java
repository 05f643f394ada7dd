package io.millrace.log;

import java.util.Map;
import java.util.Objects;

/**
 * A topic to be made. Immutable.
 *
 * @param name legal characters are ASCII letters, digits, {@code .}, {@code _} and {@code -}; at most 249 characters
 * @param partitionCount at least 1
 * @param config settings by their Kafka names ({@code cleanup.policy}, {@code retention.ms}, ...); what is not named has its default
 */
public record TopicSpec(String name, int partitionCount, Map<String, String> config) {

    public TopicSpec {
        Objects.requireNonNull(name, "name cannot be null");
        config = Map.copyOf(config);
        if (partitionCount < 1) {
            throw new IllegalArgumentException(
                    "Topic '" + name + "' needs at least 1 partition, got " + partitionCount);
        }
    }

    /** A topic with default settings. */
    public TopicSpec(String name, int partitionCount) {
        this(name, partitionCount, Map.of());
    }
}
