package io.millrace.log;

import java.util.Map;
import java.util.UUID;

/**
 * A topic as it is. Immutable.
 *
 * @param id changes when a topic is deleted and made again under the same name
 * @param config settings that differ from their default, by their Kafka names
 */
public record TopicDescription(String name, UUID id, int partitionCount, Map<String, String> config) {

    public TopicDescription {
        config = Map.copyOf(config);
    }
}
