package io.millrace.runtime.loop;

import io.millrace.log.Isolation;
import io.millrace.log.TopicAdmin;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.directory.StateDirectory;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.topology.dag.StoreSpec;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import java.util.HashMap;
import java.util.Map;

/** Tasks whose state an earlier process of this instance has left on disk: how much of their changelogs it lacks. Safe from any thread. */
record DormantTasks(StateDirectory directory, TopicAdmin topics) {

    /** By task; those that the topology does not have any more are left out. */
    Map<TaskId, Long> lags(TopicPlan plan) {
        Map<TaskId, Long> lags = new HashMap<>();
        directory.dormant().forEach((task, offsets) -> {
            for (SubTopology part : plan.dag().subTopologies()) {
                if (part.id() == task.subtopology() && task.partition() < plan.taskCount(part.id())) {
                    lags.put(task, lag(task, part, offsets, plan.applicationId()));
                }
            }
        });
        return lags;
    }

    private long lag(TaskId task, SubTopology part, Map<String, Long> offsets, String applicationId) {
        long lag = 0;
        for (StoreSpec store : part.stores()) {
            TopicRef changelog = store.changelog();
            String topic = changelog == null ? "" : changelog.resolve(applicationId);
            if (topics.describe(topic).isPresent()) {
                long end = topics.endOffset(new TopicPartition(topic, task.partition()), Isolation.READ_COMMITTED);
                lag += Math.max(0, end - 1 - offsets.getOrDefault(store.name(), -1L));
            }
        }
        return lag;
    }
}
