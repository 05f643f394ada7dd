package io.millrace.runtime.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.TaskId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SameTopologyTest {

    private static Member member(String topology, Set<TaskId> owned) {
        return new Member(topology, new UUID(0, topology.hashCode()), "", false, owned, Set.of(), Map.of());
    }

    @Test
    void shouldStandByTheMembersThatHaveTasksWhoeverDecides() {
        Member owner = member("old", Set.of(new TaskId(0, 0)));
        Map<String, Member> members = Map.of("b", member("new", Set.of()), "c", member("new", Set.of()), "a", owner);

        SameTopology same = SameTopology.of(members);

        assertThat(same.topology()).isEqualTo("old");
        assertThat(same.members()).containsOnlyKeys("a");
        assertThat(same.refusals()).containsOnlyKeys("b", "c");
    }
}
