package io.millrace.runtime.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.TaskId;
import io.millrace.runtime.Race;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StateDirectoryRaceTest {

    private static final TaskId TASK = new TaskId(0, 1);
    private static final int TURNS = 200;

    @Test
    void shouldLeaseADirectoryToOneOwnerAtATime() throws Exception {
        Race.run(Leasing::new);
    }

    private static final class Leasing implements Race.Round {

        private final StateDirectory directory = new StateDirectory("d");
        private final AtomicInteger owners = new AtomicInteger();
        /** Guarded by the lease. */
        private int turns;

        @Override
        public List<Race.Step> steps() {
            return List.of(this::own, this::own, this::own);
        }

        private void own(Race.Pause pause) {
            for (int turn = 0; turn < TURNS; ) {
                Optional<StateDirectory.Lease> lease = directory.tryAcquire(TASK);
                if (lease.isEmpty()) {
                    Thread.onSpinWait();
                    continue;
                }
                assertThat(owners.incrementAndGet())
                        .as("owners of one directory")
                        .isEqualTo(1);
                turns++;
                pause.maybe();
                owners.decrementAndGet();
                lease.get().close();
                turn++;
            }
        }

        @Override
        public void check() {
            assertThat(turns).isEqualTo(3 * TURNS);
        }
    }
}
