package io.millrace.simulation.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorruptionLoopTest {

    private static final int DAMAGES = 100;
    private static final long SEED = 1;

    @TempDir
    Path directory;

    @Test
    void shouldSayWhatIsDamagedOrShowEverythingAsItWas() throws IOException, InterruptedException {
        CorruptionLoop.Result result = new CorruptionLoop(directory, SEED).run(DAMAGES);

        assertThat(result.outcomes().keySet())
                .anyMatch(outcome -> outcome.endsWith("harmless"))
                .anyMatch(outcome -> outcome.endsWith("refused"));
        assertThat(result.checks()).isGreaterThan(10_000);
    }
}
