package io.millrace.parity.generate;

import io.millrace.parity.program.Program;
import io.millrace.parity.program.Scenario;
import io.millrace.parity.program.Scenario.Settings;
import java.util.Set;

/** Scenarios by seed. */
public final class ScenarioGenerator {

    private final Set<String> switchedOff;

    /**
     * @param switchedOff what is not to occur: names of operators, options, or {@code operator.option}
     */
    public ScenarioGenerator(Set<String> switchedOff) {
        this.switchedOff = Set.copyOf(switchedOff);
    }

    /** The scenario of a seed; it depends on nothing else but what is switched off. */
    public Scenario scenario(long seed) {
        Chance chance = new Chance(seed);
        int scale = chance.percent(12) ? 4000 : 1;
        boolean inMemory = chance.percent(90) || switchedOff.contains("rocksdb");
        Settings settings = new Settings(
                chance.percent(45),
                chance.percent(60)
                        ? "none"
                        : chance.of("all", "all", "merge.repartition.topics", "reuse.ktable.source.topics"),
                inMemory,
                chance.percent(8) && !switchedOff.contains("continue") ? "continue" : "fail",
                chance.percent(8) && !switchedOff.contains("headers"),
                chance.percent(6) && !switchedOff.contains("wrapper"));
        Program program = new ProgramGenerator(chance, switchedOff, scale, inMemory).program();
        return new Scenario(program, settings, new EventGenerator(chance, scale).events(program));
    }
}
