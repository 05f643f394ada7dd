package io.millrace.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Name of a metric: name, group and tags; the description does not count for equality. Immutable.
 */
public final class MetricName {

    private final String name;
    private final String group;
    private final String description;
    private final Map<String, String> tags;

    /** Makes a name; the tags are copied and keep their order. */
    public MetricName(String name, String group, String description, Map<String, String> tags) {
        this.name = Objects.requireNonNull(name, "name cannot be null");
        this.group = Objects.requireNonNull(group, "group cannot be null");
        this.description = Objects.requireNonNull(description, "description cannot be null");
        this.tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /** What is measured, as {@code process-rate}. */
    public String name() {
        return name;
    }

    /** Where it belongs, as {@code stream-task-metrics}. */
    public String group() {
        return group;
    }

    /** Whom it is measured for, as {@code task-id=0_1}; unmodifiable. */
    public Map<String, String> tags() {
        return tags;
    }

    /** A sentence for people. */
    public String description() {
        return description;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof MetricName that
                        && name.equals(that.name)
                        && group.equals(that.group)
                        && tags.equals(that.tags);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, group, tags);
    }

    @Override
    public String toString() {
        return "MetricName [name=" + name + ", group=" + group + ", description=" + description + ", tags=" + tags
                + "]";
    }
}
