package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {

    @Test
    void shouldAgreeWithTheReferenceWhenNothingCrashes() {
        for (long seed = 1; seed <= 200; seed++) {
            long one = seed;

            assertThatCode(() -> Simulation.runCalmly(one)).as("seed %d", seed).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldCheckEveryInvariantThatApplies() {
        Map<Invariant, Long> checks = new EnumMap<>(Invariant.class);

        for (long seed = 1; seed <= 200; seed++) {
            Simulation.run(seed).checks().forEach((invariant, count) -> checks.merge(invariant, count, Long::sum));
        }

        assertThat(checks)
                .containsKeys(
                        Invariant.I1_OUTPUTS,
                        Invariant.I2_CHANGELOG,
                        Invariant.I4_MONOTONE,
                        Invariant.I5_ACKNOWLEDGED,
                        Invariant.I6_COMMITTED_READS,
                        Invariant.I9_PURGE,
                        Invariant.I10_QUERIES,
                        Invariant.I11_LIVENESS,
                        Invariant.I12_REBUILDS,
                        Invariant.I14_RECOVERY);
    }

    @Test
    void shouldDoTheSameForTheSameSeed() {
        for (long seed = 1; seed <= 50; seed++) {
            assertThat(Simulation.run(seed)).as("seed %d", seed).isEqualTo(Simulation.run(seed));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {744, 1_276, 1075, 2202, 2734, 4_786, 5_104, 5_841, 19_358})
    void shouldHoldForSeedsThatOnceFailed(long seed) {
        assertThatCode(() -> Simulation.run(seed)).doesNotThrowAnyException();
    }
}
