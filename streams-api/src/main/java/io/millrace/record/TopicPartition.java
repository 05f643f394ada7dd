package io.millrace.record;

import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** One partition of one topic. Immutable; its string form is {@code topic-partition}. */
public final class TopicPartition implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final int partition;

    /** Names partition {@code partition}, counted from 0, of {@code topic}. */
    public TopicPartition(String topic, int partition) {
        this.topic = topic;
        this.partition = partition;
    }

    /** Name of the topic. */
    public String topic() {
        return topic;
    }

    /** Index of the partition, from 0. */
    public int partition() {
        return partition;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof TopicPartition that && partition == that.partition && topic.equals(that.topic);
    }

    @Override
    public int hashCode() {
        return 31 * topic.hashCode() + partition;
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
