package io.millrace.interactive.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StoreDescription;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.runtime.TaskMetadata;
import io.millrace.runtime.ThreadMetadata;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /tasks}: threads of this instance, their tasks, and how far those are behind. Safe from any thread. */
final class TaskList {

    static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private static final Comparator<TaskMetadata> BY_ID = Comparator.comparingInt(
                    (TaskMetadata task) -> task.taskId().subtopology())
            .thenComparingInt(task -> task.taskId().partition());

    private final StreamsRuntime runtime;
    private final JsonValues json;

    TaskList(StreamsRuntime runtime, JsonValues json) {
        this.runtime = runtime;
        this.json = json;
    }

    Answer answer(Call call) {
        ObjectNode answer = json.object().put("state", runtime.state().name());
        ArrayNode threads = answer.putArray("threads");
        Set<String> restoring = restoringTasks();
        List<ThreadMetadata> sorted = runtime.metadataForLocalThreads().stream()
                .sorted(Comparator.comparing(ThreadMetadata::threadName))
                .toList();
        for (ThreadMetadata thread : sorted) {
            ObjectNode one =
                    threads.addObject().put("name", thread.threadName()).put("state", thread.threadState());
            ArrayNode tasks = one.putArray("tasks");
            thread.activeTasks().stream().sorted(BY_ID).forEach(task -> {
                boolean isRestoring = restoring.contains(task.taskId().toString());
                tasks.add(describe(task, "active", isRestoring ? "restoring" : "running"));
            });
            thread.standbyTasks().stream()
                    .sorted(BY_ID)
                    .forEach(task -> tasks.add(describe(task, "standby", "following")));
        }
        answer.set("restoring", RestoreForm.of(runtime, json));
        return Answer.json(json.bytes(answer));
    }

    /** Ids of tasks of which a store is being restored. */
    private Set<String> restoringTasks() {
        Map<String, Integer> subtopologies = new HashMap<>();
        for (StoreDescription store : runtime.storeDescriptions()) {
            store.subtopology().ifPresent(number -> subtopologies.put(store.name(), number));
        }
        return runtime.storeRestoreProgress().stream()
                .map(restore -> subtopologies.get(restore.storeName()) + "_" + restore.partition())
                .collect(Collectors.toSet());
    }

    private ObjectNode describe(TaskMetadata task, String role, String state) {
        ObjectNode one = json.object()
                .put("id", task.taskId().toString())
                .put("subtopology", task.taskId().subtopology())
                .put("partition", task.taskId().partition())
                .put("role", role)
                .put("state", state);
        task.timeCurrentIdlingStarted().ifPresent(since -> one.put("idleSince", since));
        ArrayNode inputs = one.putArray("inputs");
        task.topicPartitions().stream().sorted(BY_NAME).forEach(input -> {
            ObjectNode each = inputs.addObject().put("topic", input.topic()).put("partition", input.partition());
            Long committed = task.committedOffsets().get(input);
            Long end = task.endOffsets().get(input);
            if (committed != null) {
                each.put("committed", committed);
            }
            if (end != null) {
                each.put("end", end);
            }
            if (committed != null && end != null) {
                each.put("lag", Math.max(0, end - committed));
            }
        });
        return one;
    }
}
