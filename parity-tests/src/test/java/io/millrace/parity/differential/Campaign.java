package io.millrace.parity.differential;

import io.millrace.parity.generate.ScenarioGenerator;
import io.millrace.parity.program.Scenario;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs seed after seed and keeps count. */
final class Campaign {

    private final ScenarioGenerator generator;
    private final Differential differential;
    private final PrintStream out;
    private final Coverage coverage = new Coverage();
    private final Map<String, Long> differences = new LinkedHashMap<>();
    private final List<Long> failures = new ArrayList<>();
    private final List<Long> unstable = new ArrayList<>();
    private final List<Long> halfEffects = new ArrayList<>();
    private final Map<String, List<Long>> ownErrors = new TreeMap<>();

    Campaign(Set<String> switchedOff, String stateDirectory, PrintStream out) {
        this.generator = new ScenarioGenerator(switchedOff);
        this.differential = new Differential(stateDirectory);
        this.out = out;
    }

    /** Runs one seed; a difference of a kind that was not seen before is shrunk and shown. */
    void run(long seed) {
        Scenario scenario = generator.scenario(seed);
        Verdict verdict = differential.compare(scenario);
        switch (verdict.kind()) {
            case SAME -> coverage.add(scenario);
            case UNSTABLE -> unstable.add(seed);
            case HALF_EFFECTS -> halfEffects.add(seed);
            case OWN_ERROR ->
                ownErrors
                        .computeIfAbsent(verdict.ownError(), reason -> new ArrayList<>())
                        .add(seed);
            case DIFFERENT -> {
                failures.add(seed);
                if (differences.putIfAbsent(verdict.signature(), seed) == null) {
                    show(seed, scenario, verdict);
                }
            }
        }
    }

    private void show(long seed, Scenario scenario, Verdict verdict) {
        String signature = verdict.signature();
        Scenario small = new Shrinker(candidate -> {
                    Verdict again = differential.compare(candidate);
                    return again.isDifferent() && again.signature().equals(signature);
                })
                .shrink(scenario);
        out.println("Difference with seed " + seed + " (" + signature + "):");
        out.println(small);
        out.println(differential.compare(small).explanation());
    }

    List<Long> failures() {
        return failures;
    }

    /** Programs that agree. */
    int agreed() {
        return coverage.programs();
    }

    List<Long> unstable() {
        return unstable;
    }

    /** Programs that show the same once 4.3.1 is not given the records that it skips. */
    List<Long> halfEffects() {
        return halfEffects;
    }

    /** Programs on which 4.3.1 fails by a mistake of its own, by the mistake. */
    Map<String, List<Long>> ownErrors() {
        return ownErrors;
    }

    int ownErrorCount() {
        return ownErrors.values().stream().mapToInt(List::size).sum();
    }

    Coverage coverage() {
        return coverage;
    }

    /** What 4.3.1 and Millrace show for a seed, in full. */
    void explain(long seed) {
        Scenario scenario = generator.scenario(seed);
        out.println(scenario);
        explain(scenario);
    }

    void explain(Scenario scenario) {
        Verdict verdict = differential.compare(scenario);
        out.println(verdict.kind());
        String second = verdict.kind() == Verdict.Kind.UNSTABLE ? "  4.3.1 too " : "  Millrace  ";
        verdict.expected().forEach(line -> out.println("  4.3.1     " + line));
        verdict.actual().forEach(line -> out.println(second + line));
    }
}
