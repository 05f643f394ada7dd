package io.millrace.runtime.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StickyAssignmentTest {

    private static List<TaskId> tasks(int subTopologies, int partitions) {
        List<TaskId> tasks = new ArrayList<>();
        for (int s = 0; s < subTopologies; s++) {
            for (int p = 0; p < partitions; p++) {
                tasks.add(new TaskId(s, p));
            }
        }
        return tasks;
    }

    @Test
    void shouldSpreadEachSubTopologyOverAllMembers() {
        Map<String, List<TaskId>> assigned = StickyAssignment.assign(tasks(2, 4), Map.of("a", Set.of(), "b", Set.of()));

        assertThat(assigned.get("a"))
                .filteredOn(task -> task.subtopology() == 0)
                .hasSize(2);
        assertThat(assigned.get("a"))
                .filteredOn(task -> task.subtopology() == 1)
                .hasSize(2);
        assertThat(assigned.get("b")).hasSize(4);
    }

    @Test
    void shouldKeepTasksWhereTheyAreWhenAMemberLeaves() {
        Set<TaskId> kept = Set.of(new TaskId(0, 1), new TaskId(0, 3));

        Map<String, List<TaskId>> assigned = StickyAssignment.assign(tasks(1, 4), Map.of("b", kept));

        assertThat(assigned.get("b")).containsExactlyElementsOf(tasks(1, 4));
    }

    @Test
    void shouldMoveNoMoreThanBalanceNeedsWhenAMemberJoins() {
        Set<TaskId> all = new HashSet<>(tasks(1, 4));

        Map<String, List<TaskId>> assigned = StickyAssignment.assign(tasks(1, 4), Map.of("a", all, "b", Set.of()));

        assertThat(assigned.get("a")).hasSize(2);
        assertThat(assigned.get("b")).hasSize(2);
    }

    @Test
    void shouldGiveEveryTaskToExactlyOneMemberWhateverTheyOwn() {
        for (long seed = 1; seed <= 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<TaskId> tasks = tasks(1 + random.nextInt(3), 1 + random.nextInt(6));
            Map<String, Set<TaskId>> owned = new HashMap<>();
            int members = 1 + random.nextInt(4);
            for (int m = 0; m < members; m++) {
                Set<TaskId> claims = new HashSet<>();
                for (TaskId task : tasks) {
                    if (random.nextInt(3) == 0) {
                        claims.add(task);
                    }
                }
                owned.put("m" + m, claims);
            }

            Map<String, List<TaskId>> assigned = StickyAssignment.assign(tasks, owned);

            assertThat(assigned.keySet()).as("seed %d", seed).isEqualTo(owned.keySet());
            assertThat(assigned.values().stream().flatMap(List::stream))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(tasks);
        }
    }

    @Test
    void shouldReadBackWhatAMemberTells() {
        Member member = new Member(
                "fingerprint",
                new UUID(3, 4),
                "host:80",
                true,
                Set.of(new TaskId(0, 1), new TaskId(2, 3)),
                Set.of(new TaskId(0, 0)),
                Map.of(new TaskId(0, 1), 0L, new TaskId(0, 0), 77L));
        Distribution distribution = new Distribution(
                tasks(2, 2),
                tasks(1, 1),
                tasks(1, 1),
                true,
                true,
                List.of(new Distribution.Instance(new UUID(3, 4), "host:80", tasks(1, 3), tasks(1, 4))));

        assertThat(Member.decode(member.encode())).isEqualTo(member);
        assertThat(Distribution.decode(distribution.encode())).isEqualTo(distribution);
    }
}
