package io.millrace.simulation.reference;

import io.millrace.simulation.program.Functions;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.reference.Windowing.Window;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Streams that are aggregated into one table, in windows or not. What is late is so by the records of the same stream. */
final class Cogrouping extends Operator {

    private final Step.Cogroup step;
    private final Map<String, Value> rows = new TreeMap<>();
    private final Map<Window, Value> windows = new TreeMap<>();
    private final long[] newest;

    Cogrouping(Step.Cogroup step) {
        this.step = step;
        this.newest = new long[step.inputs().size()];
        restart();
    }

    @Override
    void restart() {
        Arrays.fill(newest, -1);
    }

    @Override
    void accept(int input, Row row) {
        String key = row.key();
        if (key == null || step.sizeMs() == 0 && row.value() == null) {
            return;
        }
        if (step.sizeMs() == 0) {
            Value before = rows.get(key);
            Value now = next(before, input, row);
            rows.put(key, now);
            out(new Row(key, now.value(), now.timeMs()).replacing(value(before)));
            return;
        }
        newest[input] = Math.max(newest[input], row.timeMs());
        long start = row.timeMs() - row.timeMs() % step.sizeMs();
        if (start + step.sizeMs() > newest[input] - step.graceMs()) {
            Window window = new Window(key, start, start + step.sizeMs());
            Value now = next(windows.get(window), input, row);
            windows.put(window, now);
            out(window.row(now.value(), now.timeMs()));
        }
    }

    private static Value next(@Nullable Value before, int input, Row row) {
        String aggregate = before == null ? "" : before.value();
        return new Value(
                Functions.aggregate(Functions.tagged(input, row.value()), aggregate),
                before == null ? row.timeMs() : Math.max(before.timeMs(), row.timeMs()));
    }

    @Override
    Map<String, Value> table() {
        return rows;
    }

    @Override
    Map<String, Map<String, String>> stores() {
        return step.sizeMs() == 0
                ? stored(step.store(), rows)
                : Map.of(step.store(), Windowing.windowText(windows, true));
    }
}
