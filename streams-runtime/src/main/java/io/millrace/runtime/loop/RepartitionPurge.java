package io.millrace.runtime.loop;

import io.millrace.log.TopicAdmin;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.input.PartitionGroup.CommittedPosition;
import io.millrace.runtime.task.StreamTask;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.topology.dag.RepartitionTopic;
import io.millrace.topology.dag.SubTopology;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Deletes what tasks have read of repartition topics, up to what they have <em>committed</em>. Confined to the loop's thread. */
final class RepartitionPurge {

    private final TopicAdmin topics;
    private final Set<String> repartitionTopics = new HashSet<>();
    private final Map<TopicPartition, Long> purged = new HashMap<>();
    private final long intervalNanos;
    private long lastNanos;

    RepartitionPurge(LoopEnvironment environment) {
        TopicPlan plan = environment.plan().current();
        this.topics = environment.tasks().broker().topics();
        this.intervalNanos =
                TimeUnit.MILLISECONDS.toNanos(environment.tasks().settings().repartitionPurgeIntervalMs());
        for (SubTopology part : plan.dag().subTopologies()) {
            for (RepartitionTopic topic : part.repartitionSources()) {
                repartitionTopics.add(topic.topic().resolve(plan.applicationId()));
            }
        }
    }

    /** Purges if the interval is over; returns how many partitions were purged. */
    int doWork(long nowNanos, List<StreamTask> tasks) {
        if (repartitionTopics.isEmpty() || nowNanos - lastNanos < intervalNanos) {
            return 0;
        }
        lastNanos = nowNanos;
        int count = 0;
        for (StreamTask task : tasks) {
            for (Map.Entry<TopicPartition, CommittedPosition> entry :
                    task.committedPositions().entrySet()) {
                count += purge(entry.getKey(), entry.getValue().offset());
            }
        }
        return count;
    }

    private int purge(TopicPartition partition, long committed) {
        if (!repartitionTopics.contains(partition.topic()) || committed <= purged.getOrDefault(partition, 0L)) {
            return 0;
        }
        topics.deleteRecords(partition, committed);
        purged.put(partition, committed);
        return 1;
    }
}
