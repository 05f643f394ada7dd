package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.EnumSet;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {

    private static final int SEEDS = 2_000;
    private static final int POINTS = 2_000;
    private static final int THREADS = 2;

    private static Tally run(long first, long last, LongFunction<String> command, LongFunction<Simulation.Result> run) {
        Tally tally = new Tally();
        Workers.forEach(
                first,
                last,
                THREADS,
                () -> tally.violations().isEmpty(),
                number -> tally.add(command.apply(number), () -> run.apply(number)));
        return tally;
    }

    private static String command(long seed) {
        return "bin/simulate --seed " + seed;
    }

    @Test
    void shouldAgreeWithTheReferenceWhenNothingCrashes() {
        Tally tally = run(1, 300, SimulationTest::command, Simulation::runCalmly);

        assertThat(tally.violations()).isEmpty();
        assertThat(tally.checks()).containsKeys(Invariant.I1_OUTPUTS, Invariant.I2_CHANGELOG, Invariant.I10_QUERIES);
    }

    @Test
    void shouldKeepAllPromisesThroughTheLivesOf2000RandomApplications() {
        Tally tally = run(1, SEEDS, SimulationTest::command, Simulation::run);

        assertThat(tally.violations()).isEmpty();
        assertThat(tally.runs()).isEqualTo(SEEDS);
        assertThat(tally.checks().keySet())
                .as("invariants that were checked")
                .containsAll(EnumSet.allOf(Invariant.class));
        assertThat(List.of(
                        "kill, in recovery",
                        "power loss, in recovery",
                        "hostile power loss",
                        "kill, commit step",
                        "power loss, commit step",
                        "instance killed",
                        "instance paused",
                        "instance closed",
                        "fault, DISK_FULL",
                        "fault, WRITE_ERROR",
                        "fault, SYNC_ERROR",
                        "fault, READ_FLIP",
                        "fault, HEAD_FLIP",
                        "fault, SLOW",
                        "fault, ENGINE_ERROR",
                        "went on after DISK_FULL",
                        "went on after WRITE_ERROR",
                        "went on after ENGINE_ERROR",
                        "kill, commit step FLUSH_CACHES",
                        "kill, commit step SEAL",
                        "kill, commit step APPEND",
                        "kill, commit step DECIDE",
                        "kill, commit step APPLY",
                        "kill, write commit",
                        "kill, sync commit",
                        "kill, write journal",
                        "kill, engine write",
                        "power loss, commit step APPLY",
                        "zombie",
                        "standby updated",
                        "standby PROMOTED",
                        "restart needed",
                        "went on, after an instance hangs",
                        "went on, after DISK_FULL is over",
                        "went on, after WRITE_ERROR is over",
                        "went on, after ENGINE_ERROR is over",
                        "clock set",
                        "step GroupTable",
                        "step TableAggregate",
                        "step Cogroup",
                        "step VersionedTable",
                        "step Register",
                        "step Answer",
                        "step Resolve",
                        "a global table changed",
                        "a topic appeared"))
                .as("what must have happened")
                .allSatisfy(event -> assertThat(tally.events(event)).as(event).isPositive());
    }

    @Test
    void shouldSurviveACrashAt2000PointsOfTwelveScripts() {
        List<Sweep.Point> points = Sweep.points(POINTS);
        Tally tally = run(
                0,
                points.size() - 1,
                number -> points.get((int) number).command(),
                number -> Sweep.run(points.get((int) number)));

        assertThat(tally.violations()).isEmpty();
        assertThat(tally.runs()).isEqualTo(points.size()).isGreaterThan(POINTS * 9 / 10);
        assertThat(tally.events("hostile power loss, in recovery")).isPositive();
    }

    @ParameterizedTest
    @EnumSource(value = Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldSeeAPlantedBugWithin500Seeds(Mutant mutant) {
        Tally tally = run(1, 500, SimulationTest::command, seed -> Simulation.run(seed, mutant));

        assertThat(tally.violations()).isNotEmpty();
    }

    @Test
    void shouldDoTheSameForTheSameSeed() {
        for (long seed = 1; seed <= 50; seed++) {
            assertThat(Simulation.run(seed)).as("seed %d", seed).isEqualTo(Simulation.run(seed));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {504, 701, 1_309, 1_995, 1_276, 1_888, 2_342, 115_522})
    void shouldHoldForSeedsThatOnceFailed(long seed) {
        assertThatCode(() -> Simulation.runAlone(seed)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                4_243, 5_235, 513_874, 515_700, 531_263, 3_547, 7_047_611, 7_129_154, 7_227_600, 8_083_053, 8_228_710,
                9_056_503, 9_161_407
            })
    void shouldHoldForSeedsThatOnceFailedInTheirSurroundings(long seed) {
        assertThatCode(() -> Simulation.run(seed)).doesNotThrowAnyException();
    }
}
