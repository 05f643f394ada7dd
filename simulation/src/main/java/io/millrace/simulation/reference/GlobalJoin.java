package io.millrace.simulation.reference;

import io.millrace.simulation.program.Functions;
import io.millrace.simulation.program.Journal;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.program.Step.JoinKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream with a global table. If that changes, the journal says which row was there, and here it is judged whether it can have been. */
final class GlobalJoin extends Operator {

    private final Step.GlobalJoin step;
    private final GlobalRows rows;
    private final List<String> problems;
    private final Deque<Journal.Line> noted = new ArrayDeque<>();
    private boolean isSettled;

    /**
     * @param problems where it is told what cannot have been
     */
    GlobalJoin(Step.GlobalJoin step, GlobalRows rows, List<String> problems) {
        this.step = step;
        this.rows = rows;
        this.problems = problems;
    }

    /** The task has joined this while it processed the record that comes next. */
    void noted(Journal.Line lookup) {
        noted.add(lookup);
    }

    /** The next record, and what was noted about it, has this number. */
    void next(long number) {
        isSettled = number > rows.settledNumber();
    }

    @Override
    void accept(int input, Row row) {
        String key = Functions.globalKey(row.key(), row.value());
        if (row.value() == null || key == null && step.kind() == JoinKind.INNER) {
            return;
        }
        String other = key == null ? null : rows.now().get(key);
        if (step.isNoted() && key != null) {
            other = seen(row, key, other);
        }
        if (other != null || step.kind() == JoinKind.LEFT) {
            if (step.isNoted() && key == null) {
                noted.poll();
            }
            out(row.with(Functions.join(row.value(), other)));
        }
    }

    private @Nullable String seen(Row row, String key, @Nullable String now) {
        Journal.Line line = noted.peek();
        String begin = "(" + row.value() + "|";
        String joined = line == null || !Objects.equals(line.key(), row.key()) ? "" : plain(line.value());
        boolean isFound = joined.startsWith(begin);
        String value = null;
        if (isFound) {
            noted.remove();
            String other = joined.substring(begin.length(), joined.length() - 1);
            value = other.equals("null") ? null : other;
        }
        if (isSettled && !Objects.equals(value, now)) {
            problems.add(
                    row + " was joined with " + value + " although everybody has seen that " + key + " has " + now);
        }
        if (value != null && !rows.ever().getOrDefault(key, Set.of()).contains(value)) {
            problems.add(row + " was joined with " + value + ", which " + key + " never had");
        }
        if (!isFound && step.kind() == JoinKind.LEFT) {
            problems.add(row + " was joined, but that was not noted");
        }
        return value;
    }
}
