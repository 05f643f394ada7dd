package io.millrace.runtime.task;

import io.millrace.log.Isolation;
import io.millrace.log.TopicAdmin;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.metrics.TaskMetrics;
import io.millrace.stores.engine.EngineSizes;
import io.millrace.stores.task.StoreSlot;
import io.millrace.stores.task.TaskStores;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Adds metrics of a task that cost nothing until somebody reads them: how far it is behind, and how large its persistent stores are. */
final class TaskGauges {

    private TaskGauges() {}

    /** @param committed offsets behind the last committed records; safe from any thread */
    static void addLags(
            TaskMetrics metrics,
            TaskId task,
            Iterable<TopicPartition> inputs,
            Supplier<Map<TopicPartition, Long>> committed,
            TopicAdmin topics) {
        for (TopicPartition input : inputs) {
            metrics.addTaskGauge(
                    "records-lag",
                    task,
                    () -> lag(input, committed.get(), topics),
                    "topic",
                    input.topic(),
                    "partition",
                    Integer.toString(input.partition()));
        }
    }

    private static double lag(TopicPartition input, Map<TopicPartition, Long> committed, TopicAdmin topics) {
        if (topics.describe(input.topic()).isEmpty()) {
            return Double.NaN;
        }
        long start = topics.startOffset(input);
        long done = committed.getOrDefault(input, start);
        return Math.max(0, topics.endOffset(input, Isolation.READ_COMMITTED) - Math.max(start, done));
    }

    static void addStoreSizes(TaskMetrics metrics, TaskId task, TaskStores stores) {
        for (StoreSlot slot : stores.slots()) {
            if (slot.store().persistent()) {
                Supplier<EngineSizes> sizes = stores.sizes(slot);
                add(metrics, task, slot, "estimate-num-keys", sizes, EngineSizes::keys);
                add(metrics, task, slot, "total-sst-files-size", sizes, EngineSizes::fileBytes);
                add(metrics, task, slot, "size-all-mem-tables", sizes, EngineSizes::writeBufferBytes);
                add(metrics, task, slot, "block-cache-usage", sizes, EngineSizes::cacheBytes);
            }
        }
    }

    private static void add(
            TaskMetrics metrics,
            TaskId task,
            StoreSlot slot,
            String name,
            Supplier<EngineSizes> sizes,
            ToLongFunction<EngineSizes> size) {
        metrics.addStoreGauge(name, task, slot.name(), () -> size.applyAsLong(sizes.get()));
    }
}
