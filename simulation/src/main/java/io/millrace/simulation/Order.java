package io.millrace.simulation;

import io.millrace.record.TopicPartition;
import java.util.Comparator;

/** Orders that do not depend on hashes, for everything that has effects. */
final class Order {

    static final Comparator<TopicPartition> PARTITIONS =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private Order() {}
}
