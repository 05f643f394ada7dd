package io.millrace.parity.differential;

import io.millrace.parity.generate.ScenarioGenerator;
import io.millrace.parity.program.Scenario;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs seed after seed and keeps count. */
final class Campaign {

    /** One in so many scenarios that agree is run once more on 4.3.1, to see how often it disagrees with itself. */
    private static final int STABILITY_SAMPLE = 10;

    private final ScenarioGenerator generator;
    private final Differential differential;
    private final PrintStream out;
    private final Coverage coverage = new Coverage();
    private final Map<String, Long> differences = new LinkedHashMap<>();
    private final List<Long> failures = new ArrayList<>();
    private final List<Long> unstable = new ArrayList<>();

    Campaign(Set<String> switchedOff, String stateDirectory, PrintStream out) {
        this.generator = new ScenarioGenerator(switchedOff);
        this.differential = new Differential(stateDirectory);
        this.out = out;
    }

    /** Runs one seed; a difference of a kind that was not seen before is shrunk and shown. */
    void run(long seed) {
        Scenario scenario = generator.scenario(seed);
        Verdict verdict = differential.compare(scenario);
        if (verdict.kind() == Verdict.Kind.SAME && seed % STABILITY_SAMPLE == 0 && !differential.isStable(scenario)) {
            verdict = new Verdict(Verdict.Kind.UNSTABLE, verdict.expected(), verdict.actual());
        }
        switch (verdict.kind()) {
            case SAME -> coverage.add(scenario);
            case UNSTABLE -> unstable.add(seed);
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

    Coverage coverage() {
        return coverage;
    }

    /** What 4.3.1 and Millrace show for a seed, in full. */
    void explain(long seed) {
        Scenario scenario = generator.scenario(seed);
        out.println(scenario);
        Verdict verdict = differential.compare(scenario);
        out.println(verdict.kind());
        if (verdict.kind() == Verdict.Kind.UNSTABLE) {
            out.println(differential.compareOracle(scenario).explanation());
        }
        verdict.expected().forEach(line -> out.println("  4.3.1     " + line));
        verdict.actual().forEach(line -> out.println("  Millrace  " + line));
    }
}
