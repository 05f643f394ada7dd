package io.millrace.topology.dag;

import java.util.Objects;

/**
 * A topic as the topology names it. Immutable.
 *
 * @param internal whether the runtime makes the topic and puts the application id before its name
 */
public record TopicRef(String name, boolean internal) {

    public TopicRef {
        Objects.requireNonNull(name, "name cannot be null");
    }

    /** A topic of the user. */
    public static TopicRef external(String name) {
        return new TopicRef(name, false);
    }

    /** A repartition or changelog topic; {@code name} ends in {@code -repartition} or {@code -changelog}. */
    public static TopicRef internal(String name) {
        return new TopicRef(name, true);
    }

    /** The name on the broker. */
    public String resolve(String applicationId) {
        return internal ? applicationId + "-" + name : name;
    }
}
