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
 * Distributes tasks over members: no member has two more than another, and no task moves that need not. The others go to the member that lags least, then that with
 * the fewest tasks of the same sub-topology, then the fewest tasks, then the smallest id. Deterministic.
 */
public final class StickyAssignment {

    private final Map<String, Set<TaskId>> owned;
    private final Lags lags;
    private final Map<String, List<TaskId>> result = new LinkedHashMap<>();
    /** Every member gets so many tasks, and some of them one more. */
    private final int share;

    private int extrasLeft;

    /** How many changelog records a member lacks to run a task. */
    @FunctionalInterface
    interface Lags {

        /** Nothing is known of any task. */
        Lags UNKNOWN = (member, task) -> Long.MAX_VALUE;

        /** {@code Long.MAX_VALUE}: the member has nothing of the task. */
        long of(String member, TaskId task);
    }

    private StickyAssignment(int taskCount, Map<String, Set<TaskId>> owned, Lags lags) {
        this.owned = owned;
        this.lags = lags;
        new TreeMap<>(owned).keySet().forEach(member -> result.put(member, new ArrayList<>()));
        if (result.isEmpty()) {
            throw new IllegalArgumentException("There is no member to assign tasks to");
        }
        this.share = taskCount / result.size();
        this.extrasLeft = taskCount % result.size();
    }

    /**
     * @param owned tasks that each member has now, by member id
     * @return the tasks of every member, in order of task id
     */
    public static Map<String, List<TaskId>> assign(Collection<TaskId> tasks, Map<String, Set<TaskId>> owned) {
        return assign(tasks, owned, Lags.UNKNOWN);
    }

    /** As the other, for members that may have copies of tasks that they do not own. */
    static Map<String, List<TaskId>> assign(Collection<TaskId> tasks, Map<String, Set<TaskId>> owned, Lags lags) {
        return new StickyAssignment(tasks.size(), owned, lags).assign(tasks);
    }

    private Map<String, List<TaskId>> assign(Collection<TaskId> tasks) {
        List<TaskId> open = new ArrayList<>(tasks.stream().sorted().toList());
        for (String member : result.keySet()) {
            keep(member, share, open);
        }
        for (String member : result.keySet()) {
            if (extrasLeft > 0 && keep(member, share + 1, open)) {
                extrasLeft--;
            }
        }
        // Those that somebody has a copy of choose first.
        open.sort(Comparator.<TaskId, Boolean>comparing(task -> least(task, "") == Long.MAX_VALUE)
                .thenComparing(Comparator.naturalOrder()));
        for (TaskId task : open) {
            place(task);
        }
        result.values().forEach(list -> list.sort(Comparator.naturalOrder()));
        return result;
    }

    /** Leaves a member what it owns, up to a size: first what nobody else has a copy of. Returns whether that was reached just now. */
    private boolean keep(String member, int sizeMax, List<TaskId> open) {
        List<TaskId> own = open.stream()
                .filter(task -> owned.getOrDefault(member, Set.of()).contains(task))
                .sorted(Comparator.<TaskId>comparingLong(task -> least(task, member))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(Math.max(0, sizeMax - tasksOf(member).size()))
                .toList();
        tasksOf(member).addAll(own);
        open.removeAll(own);
        return !own.isEmpty() && tasksOf(member).size() == sizeMax;
    }

    /** The smallest lag of any other member. */
    private long least(TaskId task, String except) {
        long least = Long.MAX_VALUE;
        for (String member : result.keySet()) {
            if (!member.equals(except)) {
                least = Math.min(least, lags.of(member, task));
            }
        }
        return least;
    }

    private void place(TaskId task) {
        String member = result.keySet().stream()
                .filter(m -> tasksOf(m).size() < share + (extrasLeft > 0 ? 1 : 0))
                .min(Comparator.comparingLong((String m) -> lags.of(m, task))
                        .thenComparingLong(m -> ofSameSubTopology(tasksOf(m), task))
                        .thenComparing(m -> tasksOf(m).size())
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow(() -> new IllegalStateException("No member has room for task " + task));
        if (tasksOf(member).size() == share) {
            extrasLeft--;
        }
        tasksOf(member).add(task);
    }

    private List<TaskId> tasksOf(String member) {
        return result.getOrDefault(member, List.of());
    }

    private static long ofSameSubTopology(List<TaskId> tasks, TaskId task) {
        return tasks.stream()
                .filter(other -> other.subtopology() == task.subtopology())
                .count();
    }
}
