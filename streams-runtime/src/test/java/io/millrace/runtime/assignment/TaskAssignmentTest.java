package io.millrace.runtime.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.TaskId;
import io.millrace.runtime.assignment.TaskAssignment.Options;
import io.millrace.runtime.assignment.TaskAssignment.Part;
import io.millrace.runtime.assignment.TaskAssignment.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TaskAssignmentTest {

    private static final long ACCEPTABLE = 100;
    private static final Options ONE_STANDBY = new Options(1, ACCEPTABLE, 2);

    private static List<TaskId> tasks(int subTopologies, int partitions) {
        List<TaskId> tasks = new ArrayList<>();
        for (int s = 0; s < subTopologies; s++) {
            for (int p = 0; p < partitions; p++) {
                tasks.add(new TaskId(s, p));
            }
        }
        return tasks;
    }

    private static Member member(int instance, Set<TaskId> owned, Set<TaskId> standbys, Map<TaskId, Long> lags) {
        return new Member("f", new UUID(0, instance), "", false, owned, standbys, lags);
    }

    private static Member empty(int instance) {
        return member(instance, Set.of(), Set.of(), Map.of());
    }

    private static Plan assign(List<TaskId> tasks, Map<String, Member> members, Options options) {
        return TaskAssignment.assign(tasks, Set.copyOf(tasks), members, options);
    }

    /** What the members would tell after they have taken their parts and all copies have caught up. */
    private static Map<String, Member> settled(Map<String, Member> before, Plan plan) {
        Map<String, Member> after = new TreeMap<>();
        before.forEach((id, member) -> {
            Part part = part(plan, id);
            Map<TaskId, Long> lags = new HashMap<>();
            part.active().forEach(task -> lags.put(task, 0L));
            part.standbys().forEach(task -> lags.put(task, 0L));
            after.put(
                    id,
                    new Member(
                            "f",
                            member.instance(),
                            "",
                            false,
                            Set.copyOf(part.active()),
                            Set.copyOf(part.standbys()),
                            lags));
        });
        return after;
    }

    private static Part part(Plan plan, String member) {
        Part part = plan.parts().get(member);
        assertThat(part).as("part of %s", member).isNotNull();
        return part;
    }

    @Test
    void shouldKeepTheStandbyOnTheOtherInstance() {
        Plan plan = assign(tasks(1, 2), Map.of("a", empty(1), "b", empty(2)), ONE_STANDBY);

        assertThat(part(plan, "a").active()).containsExactly(new TaskId(0, 0));
        assertThat(part(plan, "a").standbys()).containsExactly(new TaskId(0, 1));
        assertThat(part(plan, "b").active()).containsExactly(new TaskId(0, 1));
        assertThat(part(plan, "b").standbys()).containsExactly(new TaskId(0, 0));
    }

    @Test
    void shouldPlaceNoStandbyWhenAllThreadsAreOfOneInstance() {
        Plan plan = assign(tasks(1, 2), Map.of("a", empty(1), "b", empty(1)), ONE_STANDBY);

        assertThat(plan.parts().values())
                .allSatisfy(part -> assertThat(part.standbys()).isEmpty());
    }

    @Test
    void shouldKeepNoStandbyOfATaskWithoutStores() {
        Plan plan = TaskAssignment.assign(
                tasks(2, 1), Set.of(new TaskId(1, 0)), Map.of("a", empty(1), "b", empty(2)), ONE_STANDBY);

        assertThat(plan.parts().values().stream().flatMap(part -> part.standbys().stream()))
                .containsExactly(new TaskId(1, 0));
    }

    @Test
    void shouldGoOnWhereTheStandbyLagsLeastWhenAnInstanceIsGone() {
        TaskId task = new TaskId(0, 0);

        Plan plan = assign(
                List.of(task),
                Map.of(
                        "a",
                        member(1, Set.of(), Set.of(task), Map.of(task, 5_000L)),
                        "b",
                        member(2, Set.of(), Set.of(task), Map.of(task, 4_000L)),
                        "c",
                        empty(3)),
                new Options(2, ACCEPTABLE, 2));

        assertThat(part(plan, "b").active()).containsExactly(task);
        assertThat(part(plan, "a").standbys()).containsExactly(task);
    }

    @Test
    void shouldWarmUpBeforeATaskMovesToAnInstanceThatJoined() {
        Set<TaskId> all = Set.copyOf(tasks(1, 4));
        Map<TaskId, Long> running = new HashMap<>();
        all.forEach(task -> running.put(task, 0L));
        Map<String, Member> members = Map.of("a", member(1, all, Set.of(), running), "b", empty(2));

        Plan first = assign(tasks(1, 4), members, new Options(0, ACCEPTABLE, 1));

        assertThat(part(first, "a").active()).hasSize(4);
        assertThat(part(first, "b").active()).isEmpty();
        assertThat(part(first, "b").warmUps()).hasSize(1);
        assertThat(first.isProvisional()).isTrue();

        Plan second = assign(tasks(1, 4), settled(members, first), new Options(0, ACCEPTABLE, 1));

        assertThat(part(second, "b").active()).isEqualTo(part(first, "b").warmUps());
        assertThat(part(second, "b").warmUps()).hasSize(1);

        Plan third = assign(tasks(1, 4), settled(settled(members, first), second), new Options(0, ACCEPTABLE, 1));

        assertThat(part(third, "a").active()).hasSize(2);
        assertThat(part(third, "b").active()).hasSize(2);
        assertThat(third.isProvisional()).isFalse();
    }

    @Test
    void shouldMoveATaskToAStandbyAtItsPlaceWithoutAnExtraCopy() {
        Set<TaskId> all = Set.copyOf(tasks(1, 2));
        Member busy = member(1, all, Set.of(), Map.of(new TaskId(0, 0), 0L, new TaskId(0, 1), 0L));

        Plan plan = assign(tasks(1, 2), Map.of("a", busy, "b", empty(2)), ONE_STANDBY);

        assertThat(part(plan, "a").active()).hasSize(2);
        assertThat(part(plan, "b").standbys()).hasSize(2);
        assertThat(part(plan, "b").warmUps()).hasSize(1);
    }

    @Test
    void shouldNotMoveATaskToAWarmUpThatLagsTooMuch() {
        TaskId one = new TaskId(0, 0);
        TaskId two = new TaskId(0, 1);
        Member busy = member(1, Set.of(one, two), Set.of(), Map.of(one, 0L, two, 0L));

        Plan plan = assign(
                List.of(one, two),
                Map.of("a", busy, "b", member(2, Set.of(), Set.of(two), Map.of(two, ACCEPTABLE + 1))),
                new Options(0, ACCEPTABLE, 2));

        assertThat(part(plan, "a").active()).containsExactly(one, two);
        assertThat(part(plan, "b").warmUps()).containsExactly(two);

        Plan caughtUp = assign(
                List.of(one, two),
                Map.of("a", busy, "b", member(2, Set.of(), Set.of(two), Map.of(two, ACCEPTABLE))),
                new Options(0, ACCEPTABLE, 2));

        assertThat(part(caughtUp, "b").active()).containsExactly(two);
    }

    // ---- whatever members tell ----

    private record Case(List<TaskId> tasks, Set<TaskId> stateful, Map<String, Member> members, Options options) {

        static Case random(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            List<TaskId> tasks = TaskAssignmentTest.tasks(1 + random.nextInt(3), 1 + random.nextInt(6));
            Set<TaskId> stateful = new HashSet<>();
            tasks.forEach(task -> {
                if (random.nextInt(4) > 0) {
                    stateful.add(task);
                }
            });
            int instances = 1 + random.nextInt(4);
            Map<String, Member> members = new TreeMap<>();
            for (int m = 0; m < instances + random.nextInt(3); m++) {
                Set<TaskId> owned = new HashSet<>();
                Set<TaskId> standbys = new HashSet<>();
                Map<TaskId, Long> lags = new HashMap<>();
                for (TaskId task : tasks) {
                    switch (random.nextInt(4)) {
                        case 0 -> {
                            owned.add(task);
                            lags.put(task, 0L);
                        }
                        case 1 -> {
                            standbys.add(task);
                            lags.put(task, random.nextLong(3 * ACCEPTABLE));
                        }
                        case 2 -> lags.put(task, random.nextLong(3 * ACCEPTABLE));
                        default -> {
                            // knows nothing of it
                        }
                    }
                }
                members.put("m" + m, member(m % instances, owned, standbys, lags));
            }
            return new Case(
                    tasks, stateful, members, new Options(random.nextInt(3), ACCEPTABLE, 1 + random.nextInt(3)));
        }

        Plan plan() {
            return TaskAssignment.assign(tasks, stateful, members, options);
        }

        Case settled(Plan plan) {
            return new Case(tasks, stateful, TaskAssignmentTest.settled(members, plan), options);
        }

        UUID instance(String member) {
            return members.get(member).instance();
        }

        long instances() {
            return members.values().stream().map(Member::instance).distinct().count();
        }
    }

    @Test
    void shouldGiveEveryTaskToExactlyOneMember() {
        for (long seed = 1; seed <= 1_000; seed++) {
            Case one = Case.random(seed);

            assertThat(one.plan().parts().values().stream().flatMap(part -> part.active().stream()))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(one.tasks());
        }
    }

    @Test
    void shouldKeepCopiesOnDistinctInstancesOtherThanTheTasksOwnAndNoMoreWarmUpsThanAllowed() {
        for (long seed = 1; seed <= 1_000; seed++) {
            Case one = Case.random(seed);
            Plan plan = one.plan();

            int extra = 0;
            for (TaskId task : one.tasks()) {
                List<UUID> places = places(one, plan, task);
                assertThat(places).as("seed %d, task %s", seed, task).doesNotHaveDuplicates();
                long wanted = one.stateful().contains(task)
                        ? Math.min(one.options().standbyReplicas(), one.instances() - 1)
                        : 0;
                long copies = places.size() - 1;
                assertThat(copies).as("copies of %s with seed %d", task, seed).isBetween(wanted, wanted + 1);
                extra += copies > wanted ? 1 : 0;
            }
            assertThat(extra)
                    .as("warm-ups with seed %d", seed)
                    .isLessThanOrEqualTo(one.options().maxWarmUps());
        }
    }

    /** The instances that have a task, active or not. */
    private static List<UUID> places(Case one, Plan plan, TaskId task) {
        return one.members().keySet().stream()
                .filter(member -> part(plan, member).active().contains(task)
                        || part(plan, member).standbys().contains(task))
                .map(one::instance)
                .toList();
    }

    @Test
    void shouldComeToABalanceThatNothingMovesAnyMore() {
        for (long seed = 1; seed <= 1_000; seed++) {
            Case now = Case.random(seed);
            Plan plan = now.plan();
            for (int rounds = 0; plan.isProvisional() && rounds < 50; rounds++) {
                now = now.settled(plan);
                plan = now.plan();
            }

            assertThat(plan.isProvisional()).as("seed %d", seed).isFalse();
            List<Integer> sizes = plan.parts().values().stream()
                    .map(part -> part.active().size())
                    .sorted()
                    .toList();
            assertThat(sizes.get(sizes.size() - 1) - sizes.get(0))
                    .as("spread of %s with seed %d", sizes, seed)
                    .isLessThanOrEqualTo(1);
            assertThat(now.settled(plan).plan()).as("seed %d", seed).isEqualTo(plan);
        }
    }

    @Test
    void shouldSpreadStandbysEvenly() {
        for (int partitions = 1; partitions <= 12; partitions++) {
            Plan plan = assign(tasks(1, partitions), Map.of("a", empty(1), "b", empty(2), "c", empty(3)), ONE_STANDBY);
            List<Integer> sizes = plan.parts().values().stream()
                    .map(part -> part.standbys().size())
                    .sorted()
                    .toList();

            assertThat(sizes.get(2) - sizes.get(0))
                    .as("spread of %s with %d partitions", sizes, partitions)
                    .isLessThanOrEqualTo(1);
        }
    }
}
