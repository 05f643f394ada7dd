package io.millrace.broker.topic;

import io.millrace.broker.segment.PartitionLog;
import io.millrace.log.UnknownTopicException;
import io.millrace.record.TopicPartition;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The topics that exist. Thread-safe. */
public final class TopicRegistry {

    private final ConcurrentHashMap<String, Topic> byName = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, Topic> byNumber = new ConcurrentHashMap<>();

    public void add(Topic topic) {
        byNumber.put(topic.number(), topic);
        byName.put(topic.name(), topic);
    }

    public void remove(Topic topic) {
        byName.remove(topic.name(), topic);
        byNumber.remove(topic.number());
    }

    public Optional<Topic> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public @Nullable Topic byNumber(int number) {
        return byNumber.get(number);
    }

    public Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    /** All topics, in the order in which they were made. */
    public List<Topic> all() {
        Collection<Topic> topics = byNumber.values();
        return topics.stream().sorted(Comparator.comparingInt(Topic::number)).toList();
    }

    /** @throws UnknownTopicException if there is no such partition */
    public PartitionLog requireLog(TopicPartition partition) {
        Topic topic = requireTopic(partition);
        return topic.partitions().get(partition.partition());
    }

    /** @throws UnknownTopicException if there is no such partition */
    public PartitionId requireId(TopicPartition partition) {
        return new PartitionId(requireTopic(partition).number(), partition.partition());
    }

    private Topic requireTopic(TopicPartition partition) {
        Topic topic = byName.get(partition.topic());
        if (topic == null) {
            throw new UnknownTopicException("There is no topic '" + partition.topic() + "'. Create it first.");
        }
        int count = topic.partitions().size();
        if (partition.partition() < 0 || partition.partition() >= count) {
            throw new UnknownTopicException("Topic '" + partition.topic() + "' has partitions 0 to " + (count - 1)
                    + ", there is no partition " + partition.partition());
        }
        return topic;
    }

    /** The log of a partition; null if its topic was deleted. */
    public @Nullable PartitionLog findLog(PartitionId id) {
        Topic topic = byNumber.get(id.topicNumber());
        return topic == null ? null : topic.partitions().get(id.partition());
    }
}
