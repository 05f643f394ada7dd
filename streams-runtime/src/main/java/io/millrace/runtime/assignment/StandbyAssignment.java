package io.millrace.runtime.assignment;

import io.millrace.processor.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Places copies of tasks on instances other than the one that runs them, one on each at most, and evenly as far as that allows. A copy stays where it is; a new one
 * goes where the least is to be restored. Used once.
 */
final class StandbyAssignment {

    private final Map<String, Member> members;
    private final Map<String, List<TaskId>> active;
    private final Lags lags;
    private final Map<UUID, Set<TaskId>> copies = new TreeMap<>();

    /** How many changelog records an instance lacks to run a task; {@code Long.MAX_VALUE}: it has nothing of it. */
    @FunctionalInterface
    interface Lags {
        long of(UUID instance, TaskId task);
    }

    /**
     * @param members by id
     * @param active the tasks that each of them runs
     */
    StandbyAssignment(Map<String, Member> members, Map<String, List<TaskId>> active, Lags lags) {
        this.members = members;
        this.active = active;
        this.lags = lags;
        members.values().forEach(member -> copies.computeIfAbsent(member.instance(), id -> new TreeSet<>()));
    }

    /**
     * Places the copies.
     *
     * @param deferred tasks that are to move, to these members: their copies stay elsewhere if that is possible, since they are made active there
     */
    void assign(Set<TaskId> tasks, int replicas, Map<TaskId, String> deferred) {
        if (replicas == 0) {
            return;
        }
        Set<TaskId> ordered = new TreeSet<>(tasks);
        for (TaskId task : ordered) {
            UUID next = nextOf(deferred.get(task));
            List<UUID> keeping = copies.keySet().stream()
                    .filter(instance -> hasNow(instance, task) && mayTake(instance, task))
                    .sorted(Comparator.comparing((UUID instance) -> instance.equals(next))
                            .thenComparing(instance -> lags.of(instance, task))
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(replicas)
                    .toList();
            keeping.forEach(instance -> of(instance).add(task));
        }
        for (TaskId task : ordered) {
            while (count(task) < replicas && placeOne(task)) {
                // goes on until there are enough, or no instance is left
            }
        }
        balance();
    }

    private @Nullable UUID nextOf(@Nullable String member) {
        Member found = member == null ? null : members.get(member);
        return found == null ? null : found.instance();
    }

    private boolean hasNow(UUID instance, TaskId task) {
        return members.values().stream()
                .anyMatch(member ->
                        member.instance().equals(instance) && member.standbys().contains(task));
    }

    private boolean mayTake(UUID instance, TaskId task) {
        return !has(instance, task)
                && members.entrySet().stream()
                        .noneMatch(entry -> entry.getValue().instance().equals(instance)
                                && active.getOrDefault(entry.getKey(), List.of())
                                        .contains(task));
    }

    private long count(TaskId task) {
        return copies.values().stream().filter(tasks -> tasks.contains(task)).count();
    }

    private boolean placeOne(TaskId task) {
        UUID chosen = copies.keySet().stream()
                .filter(instance -> mayTake(instance, task))
                .min(Comparator.comparingLong((UUID instance) -> lags.of(instance, task))
                        .thenComparing(this::load)
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
        if (chosen == null) {
            return false;
        }
        of(chosen).add(task);
        return true;
    }

    /** Moves copies from instances with many to such with at least two less per thread. Each step makes the distribution more even, so that it ends. */
    private void balance() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (UUID from : copies.keySet()) {
                for (UUID to : copies.keySet()) {
                    moved |= moveOne(from, to);
                }
            }
        }
    }

    private boolean moveOne(UUID from, UUID to) {
        if (!isWorthMoving(from, to)) {
            return false;
        }
        TaskId task = of(from).stream()
                .filter(one -> mayTake(to, one))
                .min(Comparator.comparing((TaskId one) -> hasNow(from, one)).thenComparing(Comparator.naturalOrder()))
                .orElse(null);
        if (task == null) {
            return false;
        }
        of(from).remove(task);
        of(to).add(task);
        return true;
    }

    /** Whether the giver has no fewer per thread than the taker even afterwards. */
    private boolean isWorthMoving(UUID from, UUID to) {
        return (of(from).size() - 1) * threads(to) >= (of(to).size() + 1) * threads(from);
    }

    private double load(UUID instance) {
        return (double) of(instance).size() / threads(instance);
    }

    private long threads(UUID instance) {
        return members.values().stream()
                .filter(member -> member.instance().equals(instance))
                .count();
    }

    private Set<TaskId> of(UUID instance) {
        return copies.getOrDefault(instance, Set.of());
    }

    /** Whether an instance gets a copy of a task. */
    boolean has(UUID instance, TaskId task) {
        return of(instance).contains(task);
    }

    /** The copies of each member: a thread that has one keeps it, the others go to the thread of the instance with the fewest. */
    Map<String, List<TaskId>> byMember() {
        Map<String, List<TaskId>> result = new TreeMap<>();
        members.keySet().forEach(id -> result.put(id, new ArrayList<>()));
        copies.forEach((instance, tasks) -> {
            List<String> threads = members.keySet().stream()
                    .filter(id -> instance.equals(nextOf(id)))
                    .toList();
            Set<TaskId> open = new TreeSet<>(tasks);
            for (String id : threads) {
                keepOn(id, open, result);
            }
            open.forEach(task -> threads.stream()
                    .min(Comparator.comparing((String id) -> list(result, id).size())
                            .thenComparing(Comparator.naturalOrder()))
                    .ifPresent(id -> list(result, id).add(task)));
        });
        return result;
    }

    private void keepOn(String id, Set<TaskId> open, Map<String, List<TaskId>> result) {
        Member member = members.get(id);
        Collection<TaskId> kept = member == null
                ? List.of()
                : open.stream().filter(member.standbys()::contains).collect(Collectors.toSet());
        list(result, id).addAll(kept);
        open.removeAll(kept);
    }

    private static List<TaskId> list(Map<String, List<TaskId>> lists, String id) {
        return lists.getOrDefault(id, new ArrayList<>());
    }
}
