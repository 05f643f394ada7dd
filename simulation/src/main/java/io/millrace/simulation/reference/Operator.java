package io.millrace.simulation.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A step at work. It tells those behind it, one after the other, before it goes on. */
abstract class Operator {

    private final List<Next> next = new ArrayList<>();
    private boolean isUncertain;

    private record Next(Operator operator, int input) {}

    /** What a table has for a key. */
    record Value(String value, long timeMs) {}

    final void then(Operator operator, int input) {
        next.add(new Next(operator, input));
    }

    final void out(Row row) {
        for (Next one : next) {
            one.operator().accept(one.input(), row);
        }
    }

    /**
     * A row has come in.
     *
     * @param input 0, or 1 for the right side of a join
     */
    abstract void accept(int input, Row row);

    /** Time has ticked in the task. */
    void tick(boolean wallClock, long timeMs) {}

    /** Whether stream time should have ticked, and has not. */
    boolean missesTick(long streamTimeMs) {
        return false;
    }

    /** The task is made anew: what operators know of time begins anew, as is documented; what they keep stays. */
    void restart() {}

    /** What a table holds; empty for streams. */
    Map<String, Value> table() {
        return Map.of();
    }

    /** What a table had for a key at a time, if it keeps versions; else what it has. */
    @Nullable
    String asOf(String key, long timeMs) {
        return value(table().get(key));
    }

    /** What is in the stores of this step, by name: rows as text. */
    Map<String, Map<String, String>> stores() {
        return Map.of();
    }

    /** What has gone into stores of this step whose changelogs have each put, by name. */
    Map<String, List<Output>> puts() {
        return Map.of();
    }

    /** From now on nobody can say in which order results come: a record was so late that it depends on how rows are kept. */
    final void becomeUncertain() {
        isUncertain = true;
    }

    final boolean isUncertain() {
        return isUncertain;
    }

    static Map<String, String> text(Map<String, Value> rows) {
        Map<String, String> text = new TreeMap<>();
        rows.forEach((key, value) -> text.put(key, value.value() + "@" + value.timeMs()));
        return text;
    }

    static Map<String, Map<String, String>> stored(String name, Map<String, Value> rows) {
        return Map.of(name, text(rows));
    }

    static @Nullable String value(@Nullable Value row) {
        return row == null ? null : row.value();
    }

    static String plain(@Nullable String text) {
        if (text == null) {
            throw new IllegalStateException("A value that cannot be null is");
        }
        return text;
    }
}
