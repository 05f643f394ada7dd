package io.millrace.topology.dag;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * A topic between two sub-topologies that the runtime makes.
 *
 * @param partitionCount as the user set it; empty: the largest of its co-partition group
 */
public record RepartitionTopic(TopicRef topic, OptionalInt partitionCount) {

    public RepartitionTopic {
        Objects.requireNonNull(topic, "topic cannot be null");
        Objects.requireNonNull(partitionCount, "partitionCount cannot be null");
    }
}
