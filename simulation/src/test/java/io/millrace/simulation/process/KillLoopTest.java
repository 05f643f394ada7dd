package io.millrace.simulation.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillLoopTest {

    private static final int CYCLES = 10;
    private static final long SEED = 1;

    @TempDir
    Path directory;

    @Test
    void shouldLoseAndRepeatNothingWhenProcessesDieInEveryWay() throws IOException, InterruptedException {
        KillLoop.Result result = new KillLoop(directory, SEED).run(CYCLES);

        assertThat(result.deaths().keySet()).hasSize(Death.Kind.values().length);
        assertThat(result.checks()).isGreaterThan(10_000);
    }
}
