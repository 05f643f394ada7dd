package io.millrace.runtime;

import io.millrace.log.Isolation;
import io.millrace.log.TopicAdmin;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.query.LocalTask;
import io.millrace.runtime.query.LocalTasks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What this instance can tell of its threads, tasks and stores. Safe from any thread. */
final class LocalMetadata {

    private final String applicationId;
    private final LocalTasks tasks;
    private final TopicAdmin topics;

    LocalMetadata(String applicationId, LocalTasks tasks, TopicAdmin topics) {
        this.applicationId = applicationId;
        this.tasks = tasks;
        this.topics = topics;
    }

    Set<ThreadMetadata> threads(List<StreamThread> threads) {
        Set<ThreadMetadata> all = new LinkedHashSet<>();
        for (StreamThread thread : threads) {
            List<LocalTask> own = tasks.ofOwner(thread.getName());
            Map<Boolean, List<LocalTask>> byStandby =
                    own.stream().collect(Collectors.partitioningBy(LocalMetadata::isStandby));
            List<LocalTask> active = byStandby.getOrDefault(false, List.of());
            List<LocalTask> standbys = byStandby.getOrDefault(true, List.of());
            Set<String> producers =
                    active.stream().map(task -> applicationId + "-" + task.id()).collect(Collectors.toSet());
            all.add(new StreamThreadMetadata(
                    thread.stage().name(),
                    thread.getName(),
                    active.stream().map(this::describe).collect(Collectors.toSet()),
                    standbys.stream().map(this::describe).collect(Collectors.toSet()),
                    producers,
                    applicationId));
        }
        return all;
    }

    private static boolean isStandby(LocalTask task) {
        return task.state() == LocalTask.State.STANDBY;
    }

    private TaskMetadata describe(LocalTask task) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (TopicPartition partition : task.inputs()) {
            if (topics.describe(partition.topic()).isPresent()) {
                ends.put(partition, topics.endOffset(partition, Isolation.READ_COMMITTED));
            }
        }
        return new StreamTaskMetadata(task.id(), task.inputs(), task.committed(), Map.copyOf(ends), task.idleSinceMs());
    }

    Map<String, Map<Integer, LagInfo>> lags() {
        Map<String, Map<Integer, LagInfo>> lags = new TreeMap<>();
        for (LocalTask task : tasks.all()) {
            task.stores().forEach((name, store) -> {
                TopicPartition changelog = store.changelog();
                if (changelog != null && topics.describe(changelog.topic()).isPresent()) {
                    long end = topics.endOffset(changelog, Isolation.READ_UNCOMMITTED);
                    boolean isUpToDate = task.state() == LocalTask.State.RUNNING;
                    long current = isUpToDate ? end : task.restored().getOrDefault(name, 0L);
                    lags.computeIfAbsent(name, key -> new TreeMap<>())
                            .put(task.id().partition(), new LagInfo(current, end));
                }
            });
        }
        return lags;
    }

    /** Of the stores of active tasks that are being restored, in order of task and name. */
    List<StoreRestoreProgress> restores() {
        List<StoreRestoreProgress> restores = new ArrayList<>();
        for (LocalTask task : tasks.all()) {
            if (task.state() != LocalTask.State.RESTORING) {
                continue;
            }
            new TreeMap<>(task.stores()).forEach((name, store) -> {
                TopicPartition changelog = store.changelog();
                if (changelog != null && topics.describe(changelog.topic()).isPresent()) {
                    restores.add(new StoreRestoreProgress(
                            name,
                            task.id().partition(),
                            task.restoredFrom().getOrDefault(name, 0L),
                            task.restored().getOrDefault(name, 0L),
                            topics.endOffset(changelog, Isolation.READ_UNCOMMITTED)));
                }
            });
        }
        return restores;
    }

    Map<MetricName, Metric> metrics() {
        return metrics(tasks);
    }

    static Map<MetricName, Metric> metrics(LocalTasks tasks) {
        Map<MetricName, Metric> all = new HashMap<>();
        tasks.all().forEach(task -> all.putAll(task.metrics()));
        return all;
    }

    private record StreamTaskMetadata(
            TaskId taskId,
            Set<TopicPartition> topicPartitions,
            Map<TopicPartition, Long> committedOffsets,
            Map<TopicPartition, Long> endOffsets,
            Optional<Long> timeCurrentIdlingStarted)
            implements TaskMetadata {}

    private record StreamThreadMetadata(
            String threadState,
            String threadName,
            Set<TaskMetadata> activeTasks,
            Set<TaskMetadata> standbyTasks,
            Set<String> producerClientIds,
            String adminClientId)
            implements ThreadMetadata {

        StreamThreadMetadata {
            activeTasks = Set.copyOf(activeTasks);
            standbyTasks = Set.copyOf(standbyTasks);
            producerClientIds = Set.copyOf(producerClientIds);
        }

        @Override
        public String consumerClientId() {
            return threadName;
        }

        @Override
        public String restoreConsumerClientId() {
            return "restore-";
        }
    }
}
