package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordCountSimulationTest {

    private static final int SEEDS = 200;

    @Test
    void shouldKeepItsPromisesThroughCrashesOf200Seeds() {
        int crashes = 0;
        long checks = 0;

        for (long seed = 1; seed <= SEEDS; seed++) {
            WordCountSimulation.Result result = run(seed);
            crashes += result.crashCount();
            checks += result.checks();
        }

        assertThat(crashes).isGreaterThan(SEEDS);
        assertThat(checks).isGreaterThan(SEEDS);
    }

    private static WordCountSimulation.Result run(long seed) {
        try {
            return WordCountSimulation.run(seed, Mutant.NONE);
        } catch (RuntimeException | AssertionError e) {
            return fail("Seed " + seed + " failed; repeat it with: bin/simulate --seed " + seed, e);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldSeeAPlantedBugWithin200Seeds(Mutant mutant) {
        long caughtAt = 0;

        for (long seed = 1; seed <= SEEDS && caughtAt == 0; seed++) {
            try {
                WordCountSimulation.run(seed, mutant);
            } catch (RuntimeException | AssertionError e) {
                caughtAt = seed;
            }
        }

        assertThat(caughtAt).as("seed at which %s was caught", mutant).isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSurviveACrashAtEveryDiskOperationAndCommitStep(boolean powerLoss) {
        long operations = 0;

        while (crashAt(operations + 1, powerLoss)) {
            operations++;
        }

        assertThat(operations).as("operations of the script").isGreaterThan(300);
    }

    private static boolean crashAt(long operation, boolean powerLoss) {
        try {
            return WordCountSimulation.crashAt(1, operation, powerLoss);
        } catch (RuntimeException | AssertionError e) {
            return fail("A crash at operation " + operation + " of the script was not survived", e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20, 33, 37, 57, 90, 164, 666, 1_576, 5_650, 14_178, 70_207})
    void shouldHoldForSeedsThatOnceFailed(long seed) {
        assertThatCode(() -> WordCountSimulation.run(seed, Mutant.NONE)).doesNotThrowAnyException();
    }

    @Test
    void shouldDoTheSameForTheSameSeed() {
        for (long seed = 1; seed <= 20; seed++) {
            WordCountSimulation.Result first = WordCountSimulation.run(seed, Mutant.NONE);
            WordCountSimulation.Result second = WordCountSimulation.run(seed, Mutant.NONE);

            assertThat(second).as("seed %d", seed).isEqualTo(first);
        }
    }
}
