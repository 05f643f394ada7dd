package io.millrace.broker;

import io.millrace.broker.batch.ByteReader;
import io.millrace.broker.batch.ByteWriter;
import io.millrace.record.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * Spreads partitions evenly over the members that want their topics. A member keeps what it owns as far as that is fair. Stateless.
 */
final class StickyAssignor {

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private StickyAssignor() {}

    /** What a member wants and has. */
    record Subscription(Set<String> topics, List<TopicPartition> owned) {

        byte[] encode() {
            ByteWriter out = new ByteWriter(64);
            out.varint(topics.size());
            new TreeSet<>(topics).forEach(out::text);
            out.varint(owned.size());
            owned.forEach(partition -> {
                out.text(partition.topic());
                out.varint(partition.partition());
            });
            return out.toByteArray();
        }

        static Subscription decode(byte[] bytes) {
            ByteReader in = new ByteReader(bytes, 0, bytes.length);
            Set<String> topics = new HashSet<>();
            for (int left = in.varint(); left > 0; left--) {
                topics.add(in.text());
            }
            List<TopicPartition> owned = new ArrayList<>();
            for (int left = in.varint(); left > 0; left--) {
                owned.add(new TopicPartition(in.text(), in.varint()));
            }
            return new Subscription(topics, owned);
        }
    }

    /** Partitions by member. */
    static Map<String, List<TopicPartition>> assign(
            Map<String, Subscription> members, ToIntFunction<String> partitionCount) {
        Map<String, List<TopicPartition>> parts = new TreeMap<>();
        members.keySet().forEach(member -> parts.put(member, new ArrayList<>()));
        Set<TopicPartition> free = allPartitions(members.values(), partitionCount);
        int fairMax = (free.size() + members.size() - 1) / Math.max(1, members.size());
        members.forEach((member, subscription) -> {
            List<TopicPartition> part = parts.getOrDefault(member, new ArrayList<>());
            for (TopicPartition owned : subscription.owned()) {
                if (part.size() < fairMax && subscription.topics().contains(owned.topic()) && free.remove(owned)) {
                    part.add(owned);
                }
            }
        });
        for (TopicPartition partition : free) {
            smallest(members, parts, partition.topic()).add(partition);
        }
        level(members, parts);
        parts.values().forEach(part -> part.sort(ORDER));
        return parts;
    }

    private static Set<TopicPartition> allPartitions(
            Collection<Subscription> subscriptions, ToIntFunction<String> partitionCount) {
        Set<TopicPartition> all = new TreeSet<>(ORDER);
        Set<String> topics = new TreeSet<>();
        subscriptions.forEach(subscription -> topics.addAll(subscription.topics()));
        for (String topic : topics) {
            int count = partitionCount.applyAsInt(topic);
            for (int i = 0; i < count; i++) {
                all.add(new TopicPartition(topic, i));
            }
        }
        return all;
    }

    private static List<TopicPartition> smallest(
            Map<String, Subscription> members, Map<String, List<TopicPartition>> parts, String topic) {
        return members.entrySet().stream()
                .filter(member -> member.getValue().topics().contains(topic))
                .map(member -> parts.getOrDefault(member.getKey(), List.of()))
                .min(Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    /** Moves single partitions while somebody has two more than another who wants them. */
    private static void level(Map<String, Subscription> members, Map<String, List<TopicPartition>> parts) {
        boolean hasMoved = true;
        while (hasMoved) {
            hasMoved = false;
            for (List<TopicPartition> part : parts.values()) {
                for (int i = part.size() - 1; i >= 0; i--) {
                    List<TopicPartition> other =
                            smallest(members, parts, part.get(i).topic());
                    if (other.size() + 1 < part.size()) {
                        other.add(part.remove(i));
                        hasMoved = true;
                    }
                }
            }
        }
    }
}
