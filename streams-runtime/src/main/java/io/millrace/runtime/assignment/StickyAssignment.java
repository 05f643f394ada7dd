package io.millrace.runtime.assignment;

import io.millrace.processor.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Distributes tasks over members. A task stays where it is while its member has no more than its share; the others go to the member with the fewest
 * tasks of the same sub-topology, then the fewest tasks, then the smallest id. Deterministic.
 */
public final class StickyAssignment {

    private StickyAssignment() {}

    /**
     * @param owned tasks that each member has now, by member id
     * @return the tasks of every member, in order of task id
     */
    public static Map<String, List<TaskId>> assign(Collection<TaskId> tasks, Map<String, Set<TaskId>> owned) {
        Map<String, List<TaskId>> result = new LinkedHashMap<>();
        new TreeMap<>(owned).keySet().forEach(member -> result.put(member, new ArrayList<>()));
        int share = (tasks.size() + result.size() - 1) / Math.max(1, result.size());
        List<TaskId> open = new ArrayList<>();
        for (TaskId task : tasks.stream().sorted().toList()) {
            String keeper = result.keySet().stream()
                    .filter(member -> owned.getOrDefault(member, Set.of()).contains(task))
                    .filter(member -> size(result, member) < share)
                    .findFirst()
                    .orElse(null);
            if (keeper == null) {
                open.add(task);
            } else {
                tasksOf(result, keeper).add(task);
            }
        }
        for (TaskId task : open) {
            String member = result.keySet().stream()
                    .min(Comparator.comparingLong((String m) -> ofSameSubTopology(tasksOf(result, m), task))
                            .thenComparing(m -> size(result, m))
                            .thenComparing(Comparator.naturalOrder()))
                    .orElseThrow(() -> new IllegalArgumentException("There is no member to assign tasks to"));
            tasksOf(result, member).add(task);
        }
        result.values().forEach(list -> list.sort(Comparator.naturalOrder()));
        return result;
    }

    private static List<TaskId> tasksOf(Map<String, List<TaskId>> result, String member) {
        return result.getOrDefault(member, List.of());
    }

    private static int size(Map<String, List<TaskId>> result, String member) {
        return tasksOf(result, member).size();
    }

    private static long ofSameSubTopology(List<TaskId> tasks, TaskId task) {
        return tasks.stream()
                .filter(other -> other.subtopology() == task.subtopology())
                .count();
    }
}
