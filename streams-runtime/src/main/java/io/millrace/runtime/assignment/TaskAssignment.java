package io.millrace.runtime.assignment;

import io.millrace.processor.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides which member runs which task, and which keep copies: a pure, deterministic function of what the members tell.
 *
 * <p>First each task gets the place where it should be, by {@link StickyAssignment}. If that place would have to restore more than the acceptable lag while another
 * instance has a better copy, the task runs there, and a warm-up copy is made at its place, as long as there are not too many; once it has caught up the task moves. Then
 * {@link StandbyAssignment} places the standbys.
 */
public final class TaskAssignment {

    private final Map<String, Member> members;
    private final Options options;
    private final Map<UUID, Map<TaskId, Long>> lags = new HashMap<>();
    private final Map<String, List<TaskId>> active = new TreeMap<>();
    private final Map<TaskId, String> warmUps = new TreeMap<>();

    /**
     * How many copies there may be.
     *
     * @param standbyReplicas copies of each task with stores, beside the task itself
     * @param acceptableLag a copy that lacks at most so many records counts as caught up
     * @param maxWarmUps so many copies beside the standbys may be made at a time in order to move tasks
     */
    public record Options(int standbyReplicas, long acceptableLag, int maxWarmUps) {

        /** No standbys. */
        public static final Options NONE = new Options(0, 10_000, 2);
    }

    /**
     * What one member gets, each list in order of task id.
     *
     * @param warmUps those of the standbys that are to become active once they have caught up
     */
    public record Part(List<TaskId> active, List<TaskId> standbys, List<TaskId> warmUps) {

        public Part {
            active = List.copyOf(active);
            standbys = List.copyOf(standbys);
            warmUps = List.copyOf(warmUps);
        }
    }

    /**
     * The whole.
     *
     * @param isProvisional whether tasks are to move once copies of them have caught up
     */
    public record Plan(Map<String, Part> parts, boolean isProvisional) {}

    private TaskAssignment(Map<String, Member> members, Options options) {
        this.members = new TreeMap<>(members);
        this.options = options;
        this.members.forEach((id, member) -> {
            active.put(id, new ArrayList<>());
            Map<TaskId, Long> known = lags.computeIfAbsent(member.instance(), instance -> new HashMap<>());
            member.lags().forEach((task, lag) -> known.merge(task, lag, Math::min));
        });
    }

    /**
     * Assigns.
     *
     * @param stateful those of the tasks whose stores have changelogs
     * @param members by id
     */
    public static Plan assign(
            Collection<TaskId> tasks, Set<TaskId> stateful, Map<String, Member> members, Options options) {
        return new TaskAssignment(members, options).plan(tasks, stateful);
    }

    private Plan plan(Collection<TaskId> tasks, Set<TaskId> stateful) {
        Map<String, Set<TaskId>> owned = new HashMap<>();
        members.forEach((id, member) -> owned.put(id, member.owned()));
        Map<String, List<TaskId>> preferred =
                StickyAssignment.assign(tasks, owned, (member, task) -> lag(instanceOf(member), task));
        Map<TaskId, String> deferred = new TreeMap<>();
        preferred.forEach((id, own) -> own.forEach(task -> {
            String better = stateful.contains(task) ? betterPlace(task, id) : null;
            if (better == null) {
                tasksOf(id).add(task);
            } else {
                deferred.put(task, id);
            }
        }));
        deferred.forEach((task, id) -> tasksOf(threadFor(task, id)).add(task));
        StandbyAssignment standbys = new StandbyAssignment(members, active, this::lag);
        standbys.assign(stateful, options.standbyReplicas(), deferred);
        deferred.forEach((task, id) -> {
            if (warmUps.size() < options.maxWarmUps() && !standbys.has(instanceOf(id), task)) {
                warmUps.put(task, id);
            }
        });
        return new Plan(parts(standbys, deferred), !deferred.isEmpty());
    }

    private Map<String, Part> parts(StandbyAssignment standbys, Map<TaskId, String> deferred) {
        Map<String, List<TaskId>> copies = standbys.byMember();
        warmUps.forEach((task, id) ->
                copies.computeIfAbsent(id, one -> new ArrayList<>()).add(task));
        Map<String, Part> parts = new TreeMap<>();
        members.keySet().forEach(id -> {
            List<TaskId> own = tasksOf(id).stream().sorted().toList();
            List<TaskId> kept =
                    copies.getOrDefault(id, List.of()).stream().sorted().toList();
            List<TaskId> awaited =
                    kept.stream().filter(task -> isToMove(task, id, deferred)).toList();
            parts.put(id, new Part(own, kept, awaited));
        });
        return parts;
    }

    /** Whether a task is to move to the instance of this member. */
    private boolean isToMove(TaskId task, String id, Map<TaskId, String> deferred) {
        String next = deferred.get(task);
        return next != null && instanceOf(next).equals(instanceOf(id));
    }

    /** A member of the instance that can run the task with less to restore than the place where it should be; null if there is none, or that place is near enough. */
    private @Nullable String betterPlace(TaskId task, String preferred) {
        long here = lag(instanceOf(preferred), task);
        if (here <= options.acceptableLag()) {
            return null;
        }
        UUID best = bestInstance(task);
        return best == null || lag(best, task) >= here ? null : threadOf(best, task);
    }

    private String threadFor(TaskId task, String preferred) {
        String better = betterPlace(task, preferred);
        return better == null ? preferred : better;
    }

    /** The instance with the smallest lag: the one that owns the task among equals, then the smallest id. */
    private @Nullable UUID bestInstance(TaskId task) {
        return lags.keySet().stream()
                .filter(instance -> lag(instance, task) < Long.MAX_VALUE)
                .min(Comparator.comparingLong((UUID instance) -> lag(instance, task))
                        .thenComparing(instance -> !owns(instance, task))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    private boolean owns(UUID instance, TaskId task) {
        return members.values().stream()
                .anyMatch(member ->
                        member.instance().equals(instance) && member.owned().contains(task));
    }

    /** The thread of an instance that owns the task, else the one with the fewest tasks. */
    private String threadOf(UUID instance, TaskId task) {
        return members.entrySet().stream()
                .filter(entry -> entry.getValue().instance().equals(instance))
                .min(Comparator.comparing((Map.Entry<String, Member> entry) ->
                                !entry.getValue().owned().contains(task))
                        .thenComparing(entry -> tasksOf(entry.getKey()).size())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new IllegalStateException("Instance " + instance + " has no member"));
    }

    private UUID instanceOf(String id) {
        Member member = members.get(id);
        if (member == null) {
            throw new IllegalArgumentException("There is no member " + id);
        }
        return member.instance();
    }

    private long lag(UUID instance, TaskId task) {
        return lags.getOrDefault(instance, Map.of()).getOrDefault(task, Long.MAX_VALUE);
    }

    private List<TaskId> tasksOf(String member) {
        return active.getOrDefault(member, List.of());
    }
}
