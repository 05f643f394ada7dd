package io.millrace.simulation;

import io.millrace.simulation.program.Functions;
import io.millrace.simulation.program.Program;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.program.Step.JoinKind;
import io.millrace.simulation.reference.Reference;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares what foreign-key joins have come to with the rows of both tables, whatever went back and forth between them. */
final class ForeignKeyCheck {

    private final Program program;
    private final SimBroker broker;
    private final Checks checks;
    private final List<Reference> references;

    ForeignKeyCheck(Program program, SimBroker broker, Checks checks, List<Reference> references) {
        this.program = program;
        this.broker = broker;
        this.checks = checks;
        this.references = references;
    }

    /** When everything is processed. */
    void run() {
        for (int i = 0; i < program.steps().size(); i++) {
            if (program.steps().get(i) instanceof Step.Resolve resolve) {
                for (String sink : program.plainSinksOf(i)) {
                    check(resolve, sink);
                }
            }
        }
    }

    private void check(Step.Resolve join, String sink) {
        Map<String, String> lefts = table(join.left());
        Map<String, String> rights = table(program.rightOf(join));
        Map<String, String> expected = new TreeMap<>();
        lefts.forEach((key, left) -> {
            String wanted = Functions.foreignKey(program.registerOf(join).salt(), left);
            String right = wanted == null ? null : rights.get(wanted);
            if (right != null || join.kind() == JoinKind.LEFT) {
                expected.put(key, Functions.join(left, right));
            }
        });
        Map<String, String> actual = broker.rows(sink);
        if (join.kind() == JoinKind.INNER) {
            actual.keySet().removeAll(outlived(lefts, expected, actual));
        }
        checks.that(
                Invariant.I1_OUTPUTS,
                actual.equals(expected),
                () -> "a foreign-key join ends in " + sink + " with " + actual + ", but must with " + expected + ": "
                        + lefts + " has joined " + rights);
    }

    /**
     * As in Kafka Streams, an inner join takes a result back only by an answer to the very left row that has lost its partner. If that has changed again when the
     * answer comes, to one that has no partner either, the result of an older left row stays.
     */
    private static Set<String> outlived(
            Map<String, String> lefts, Map<String, String> expected, Map<String, String> actual) {
        Set<String> outlived = new HashSet<>(actual.keySet());
        outlived.removeAll(expected.keySet());
        outlived.removeIf(key -> actual.getOrDefault(key, "").startsWith("(" + lefts.get(key) + "|"));
        return outlived;
    }

    /** All rows of a table, over its tasks. */
    private Map<String, String> table(int step) {
        String store = ((Step.Table) program.steps().get(step)).store();
        Map<String, String> rows = new TreeMap<>();
        references.forEach(reference -> reference
                .stores()
                .getOrDefault(store, Map.of())
                .forEach((key, text) -> rows.put(key, text.substring(0, text.lastIndexOf('@')))));
        return rows;
    }
}
