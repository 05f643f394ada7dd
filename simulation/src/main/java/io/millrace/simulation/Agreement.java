package io.millrace.simulation;

import io.millrace.record.TopicPartition;
import io.millrace.simulation.program.Program;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.program.Step.Emission;
import io.millrace.simulation.program.Wire;
import io.millrace.simulation.reference.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How much of a topic is determined by what was processed. Without record caches everything is: per partition, the outputs of each task in their order. With caches only the last
 * update of a key between two commits comes out.
 *
 * @param part how the records are to be among the expected ones
 * @param end how the last record of each key is to be the last of the expected ones
 */
record Agreement(Part part, End end) {

    private static final Agreement EXACT = new Agreement(Part.ALL, End.ANY);

    /** Which records there are. */
    enum Part {
        /** Every one, in order. */
        ALL,
        /** Some, in the order of their keys. */
        SOME_IN_ORDER,
        /** Some. */
        SOME,
        /** Some, and all of the required ones. */
        BETWEEN,
        /** It is not said. */
        ANY
    }

    /** What the last record of a key is. */
    enum End {
        SAME,
        /** The time depends on what a cache has held back. */
        SAME_VALUE,
        /** What goes to another sub-topology changes rows there: all of it together, to the same rows. */
        SAME_ROWS,
        ANY
    }

    /** For what a step writes. */
    static Agreement of(Setup setup, int writer) {
        Program program = setup.program();
        for (int number : above(program, writer)) {
            if (program.steps().get(number) instanceof Step.StreamJoin join && join.kind() != Step.JoinKind.INNER) {
                return new Agreement(Part.BETWEEN, End.ANY);
            }
        }
        if (!setup.isCached()) {
            return EXACT;
        }
        boolean isHeldBack = false;
        boolean joins = false;
        boolean changesKey = program.steps().get(writer) instanceof Step.Boundary;
        boolean selects = changesKey;
        for (int number : above(program, writer)) {
            Step step = program.steps().get(number);
            isHeldBack |= forwardsLate(program, number);
            joins |= step instanceof Step.TableJoin;
            selects |= step instanceof Step.Windows windows && windows.emission() != Emission.UPDATES;
        }
        if (!isHeldBack) {
            return EXACT;
        }
        if (program.steps().get(writer) instanceof Step.Boundary boundary && boundary.wire() != Wire.TEXT) {
            // A row that is forgotten while an answer to it is held back gets none.
            boolean isAnswer = boundary.wire() == Wire.ANSWER;
            return new Agreement(Part.ANY, joins || isAnswer ? End.ANY : End.SAME_ROWS);
        }
        Part part = joins ? Part.ANY : changesKey ? Part.SOME : Part.SOME_IN_ORDER;
        return new Agreement(part, selects || joins ? End.ANY : End.SAME);
    }

    private static boolean forwardsLate(Program program, int number) {
        Step step = program.steps().get(number);
        if (step instanceof Step.Table) {
            return program.readersOf(number).stream()
                    .anyMatch(reader -> !(program.steps().get(reader) instanceof Step.StreamTableJoin));
        }
        return step instanceof Step.Aggregate
                || step instanceof Step.TableAggregate
                || step instanceof Step.Cogroup
                || step instanceof Step.Sessions
                || step instanceof Step.Sliding
                || step instanceof Step.Windows windows && windows.emission() != Emission.ON_CLOSE;
    }

    private static Set<Integer> above(Program program, int step) {
        Set<Integer> steps = new HashSet<>();
        for (int input : program.steps().get(step).inputs()) {
            if (program.steps().get(step) instanceof Step.Resolve
                    && program.steps().get(input) instanceof Step.Table) {
                // It looks rows up, and is not told of them.
                continue;
            }
            steps.add(input);
            if (!(program.steps().get(input) instanceof Step.Boundary)) {
                steps.addAll(above(program, input));
            }
        }
        return steps;
    }

    /**
     * For what comes of operators whose order is not described.
     *
     * @param changesKey whether records have another key than the rows that they come from
     */
    Agreement uncertain(boolean changesKey) {
        return new Agreement(Part.ANY, changesKey ? End.ANY : part == Part.ALL ? End.SAME : end);
    }

    /**
     * Compares a partition.
     *
     * @param wire how its records are written
     * @param expected of each task that writes to it
     * @param required must be there, if only some of the expected ones are
     */
    void check(
            Checks checks,
            TopicPartition partition,
            Wire wire,
            List<List<Output>> expected,
            List<Output> required,
            List<Output> actual) {
        if (part == Part.ALL) {
            int wrong = firstWrong(expected, actual);
            checks.that(
                    Invariant.I1_OUTPUTS,
                    wrong < 0,
                    () -> partition + " is wrong at record " + wrong + ": it has\n" + lines(actual, wrong)
                            + "\nbut tasks must have written\n"
                            + String.join(
                                    "\nand\n",
                                    expected.stream()
                                            .map(one -> lines(one, wrong))
                                            .toList()));
        }
        List<Output> all = new ArrayList<>();
        expected.forEach(all::addAll);
        if (part == Part.SOME_IN_ORDER) {
            checkPartOf(checks, partition, all, actual);
        }
        if (part == Part.SOME || part == Part.BETWEEN) {
            List<Output> rest = new ArrayList<>(all);
            actual.forEach(record -> checks.that(
                    Invariant.I1_OUTPUTS,
                    rest.remove(record) || record.value() == null,
                    () -> partition + " has " + record + " more often than it can, as one of " + all));
            List<Output> missing = new ArrayList<>(required);
            actual.forEach(missing::remove);
            checks.that(
                    Invariant.I1_OUTPUTS,
                    part == Part.SOME || missing.isEmpty(),
                    () -> partition + " lacks " + missing + " and is " + actual);
        }
        if (end == End.SAME_ROWS) {
            Map<String, String> expectedRows = ChangedRows.of(wire, all);
            Map<String, String> actualRows = ChangedRows.of(wire, actual);
            checks.that(
                    Invariant.I1_OUTPUTS,
                    expectedRows.equals(actualRows),
                    () -> partition + " adds up to\n" + actualRows + "\nbut must to\n" + expectedRows + "\n: it has\n"
                            + lines(actual, 0) + "\nof what tasks have written\n" + lines(all, 0));
        } else if (end != End.ANY) {
            Map<String, Output> expectedEnd = last(all, end);
            Map<String, Output> actualEnd = last(actual, end);
            checks.that(
                    Invariant.I1_OUTPUTS,
                    expectedEnd.equals(actualEnd),
                    () -> partition + " ends with\n" + actualEnd + "\nbut must end with\n" + expectedEnd);
        }
    }

    private static String lines(List<Output> records, int wrong) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (Math.abs(i - wrong) < 60) {
                lines.add("  " + i + " " + records.get(i));
            }
        }
        return String.join("\n", lines);
    }

    /** By key; rows that are deleted are not there. */
    private static Map<String, Output> last(List<Output> records, End end) {
        Map<String, Output> last = new HashMap<>();
        for (Output record : records) {
            if (record.value() == null) {
                last.remove(String.valueOf(record.key()));
            } else {
                last.put(
                        String.valueOf(record.key()),
                        end == End.SAME ? record : new Output(record.key(), record.value(), 0));
            }
        }
        return last;
    }

    private static void checkPartOf(
            Checks checks, TopicPartition partition, List<Output> expected, List<Output> actual) {
        Map<String, List<Output>> byKey = new LinkedHashMap<>();
        expected.forEach(record -> byKey.computeIfAbsent(String.valueOf(record.key()), key -> new ArrayList<>())
                .add(record));
        Map<String, Integer> reached = new HashMap<>();
        for (Output record : actual) {
            String key = String.valueOf(record.key());
            List<Output> ofKey = byKey.getOrDefault(key, List.of());
            int at = reached.getOrDefault(key, 0);
            while (at < ofKey.size() && !isSame(ofKey.get(at), record)) {
                at++;
            }
            reached.put(key, at + 1);
            boolean found = at < ofKey.size();
            checks.that(
                    Invariant.I1_OUTPUTS,
                    found,
                    () -> partition + " has " + record + ", which is not among, or not in the order of, " + ofKey);
        }
    }

    /** The time of a deletion that a cache held back is that of the row. */
    private static boolean isSame(Output expected, Output actual) {
        return expected.equals(actual)
                || expected.value() == null && actual.value() == null && Objects.equals(expected.key(), actual.key());
    }

    /** Whether the records are those of the tasks, each task's in their order; the first that cannot be, or -1. */
    private static int firstWrong(List<List<Output>> tasks, List<Output> actual) {
        Set<List<Integer>> reached = new HashSet<>();
        reached.add(tasks.stream().map(task -> 0).toList());
        for (int i = 0; i < actual.size(); i++) {
            Set<List<Integer>> next = new HashSet<>();
            for (List<Integer> places : reached) {
                for (int task = 0; task < tasks.size(); task++) {
                    int place = places.get(task);
                    if (place < tasks.get(task).size()
                            && tasks.get(task).get(place).equals(actual.get(i))) {
                        List<Integer> moved = new ArrayList<>(places);
                        moved.set(task, place + 1);
                        next.add(List.copyOf(moved));
                    }
                }
            }
            if (next.isEmpty()) {
                return i;
            }
            reached = next;
        }
        List<Integer> ends = tasks.stream().map(List::size).toList();
        return reached.contains(ends) ? -1 : actual.size();
    }
}
