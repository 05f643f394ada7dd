package io.millrace.simulation.reference;

import io.millrace.simulation.program.Functions;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.program.Step.Emission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Aggregations in windows. */
final class Windowing {

    private Windowing() {}

    /** A window of a key; by start, then key, then end. */
    record Window(String key, long startMs, long endMs) implements Comparable<Window> {

        private static final Comparator<Window> ORDER = Comparator.comparingLong(Window::startMs)
                .thenComparing(Window::key)
                .thenComparingLong(Window::endMs);

        @Override
        public int compareTo(Window other) {
            return ORDER.compare(this, other);
        }

        Row row(String value, long timeMs) {
            return new Row(key, value, timeMs, startMs, endMs, null, true);
        }

        Row deleted(long timeMs) {
            return new Row(key, null, timeMs, startMs, endMs, null, true);
        }
    }

    static Map<String, String> windowText(Map<Window, Operator.Value> rows, boolean stamped) {
        Map<String, String> text = new TreeMap<>();
        rows.forEach((window, value) -> text.put(
                Functions.windowed(window.key(), window.startMs(), window.endMs()),
                stamped ? value.value() + "@" + value.timeMs() : value.value()));
        return text;
    }

    /** Windows of one size, with any emission. */
    static final class Fixed extends Operator {

        private final Step.Windows step;
        private final TreeMap<Window, Value> rows = new TreeMap<>();
        private final TreeMap<Window, Value> held = new TreeMap<>();
        private long newest = -1;
        private long suppressNewest = -1;
        private long emittedToMs = -1;

        Fixed(Step.Windows step) {
            this.step = step;
        }

        @Override
        void accept(int input, Row row) {
            if (row.key() == null) {
                return;
            }
            newest = Math.max(newest, row.timeMs());
            long first = Math.max(
                    0, (row.timeMs() - step.sizeMs() + step.advanceMs()) / step.advanceMs() * step.advanceMs());
            for (long start = first; start <= row.timeMs(); start += step.advanceMs()) {
                if (start + step.sizeMs() > newest - step.graceMs()) {
                    add(new Window(row.key(), start, start + step.sizeMs()), row);
                }
            }
            if (step.emission() == Emission.ON_CLOSE && newest - step.graceMs() > emittedToMs) {
                // How far windows were told is kept: one that opens again behind that is not told again.
                held.keySet().removeIf(window -> window.endMs() <= emittedToMs);
                emittedToMs = newest - step.graceMs();
                emit(emittedToMs);
            }
        }

        @Override
        void restart() {
            newest = -1;
            suppressNewest = -1;
        }

        private void add(Window window, Row row) {
            Value before = rows.get(window);
            Value now = new Value(
                    Functions.aggregate(row.value(), before == null ? "" : before.value()),
                    before == null ? row.timeMs() : Math.max(before.timeMs(), row.timeMs()));
            rows.put(window, now);
            if (step.emission() == Emission.UPDATES) {
                out(window.row(now.value(), now.timeMs()));
                return;
            }
            held.put(window, now);
            if (step.emission() == Emission.SUPPRESSED) {
                suppressNewest = Math.max(suppressNewest, now.timeMs());
                emit(suppressNewest - step.graceMs());
            }
        }

        private void emit(long closeMs) {
            while (!held.isEmpty() && held.firstKey().endMs() <= closeMs) {
                Map.Entry<Window, Value> first = held.pollFirstEntry();
                out(first.getKey()
                        .row(first.getValue().value(), first.getValue().timeMs()));
            }
        }

        @Override
        Map<String, Map<String, String>> stores() {
            return Map.of(step.store(), windowText(rows, true));
        }
    }

    static final class Sessions extends Operator {

        private final Step.Sessions step;
        private final TreeMap<Window, Value> rows = new TreeMap<>();
        private long newest = -1;

        Sessions(Step.Sessions step) {
            this.step = step;
        }

        @Override
        void accept(int input, Row row) {
            if (row.key() == null) {
                return;
            }
            newest = Math.max(newest, row.timeMs());
            List<Window> found = new ArrayList<>();
            long start = row.timeMs();
            long end = row.timeMs();
            String aggregate = "";
            for (Window window : rows.keySet().stream()
                    .filter(one -> one.key().equals(row.key())
                            && one.endMs() >= row.timeMs() - step.gapMs()
                            && one.startMs() <= row.timeMs() + step.gapMs())
                    .sorted(Comparator.comparingLong(Window::endMs))
                    .toList()) {
                found.add(window);
                aggregate = Functions.merge(aggregate, plain(value(window)));
                start = Math.min(start, window.startMs());
                end = Math.max(end, window.endMs());
            }
            if (end < newest - step.gapMs() - step.graceMs()) {
                return;
            }
            Window merged = new Window(row.key(), start, end);
            if (!merged.equals(new Window(row.key(), row.timeMs(), row.timeMs()))) {
                for (Window old : found) {
                    rows.remove(old);
                    out(old.deleted(old.endMs()));
                }
            }
            Value now = new Value(Functions.aggregate(row.value(), aggregate), end);
            rows.put(merged, now);
            out(merged.row(now.value(), end));
        }

        @Override
        void restart() {
            newest = -1;
        }

        private String value(Window window) {
            Value value = rows.get(window);
            return value == null ? "" : value.value();
        }

        @Override
        Map<String, Map<String, String>> stores() {
            return Map.of(step.store(), windowText(rows, false));
        }
    }

    /**
     * Counts of the records in [t - d, t] and [t + 1, t + 1 + d] for each record time t, both ends inclusive. Only the last count of each window is certain: in which order
     * windows come is not described.
     */
    static final class Sliding extends Operator {

        private final Step.Sliding step;
        private final Map<String, TreeMap<Long, Integer>> times = new TreeMap<>();
        private final Map<Window, Value> rows = new LinkedHashMap<>();

        Sliding(Step.Sliding step) {
            this.step = step;
            becomeUncertain();
        }

        @Override
        void accept(int input, Row row) {
            if (row.key() == null || row.value() == null) {
                return;
            }
            TreeMap<Long, Integer> ofKey = times.computeIfAbsent(row.key(), key -> new TreeMap<>());
            ofKey.merge(row.timeMs(), 1, Integer::sum);
            for (long at : List.copyOf(ofKey.keySet())) {
                if (Math.abs(at - row.timeMs()) <= 2 * step.differenceMs() + 2) {
                    count(row.key(), ofKey, at - step.differenceMs());
                    count(row.key(), ofKey, at + 1);
                }
            }
        }

        private void count(String key, TreeMap<Long, Integer> ofKey, long start) {
            long end = start + step.differenceMs();
            Map<Long, Integer> in = ofKey.subMap(start, true, end, true);
            if (in.isEmpty()) {
                return;
            }
            int count = in.values().stream().mapToInt(Integer::intValue).sum();
            Window window = new Window(key, start, end);
            Value now = new Value(
                    Integer.toString(count),
                    ofKey.subMap(start, true, end, true).lastKey());
            if (!now.equals(rows.put(window, now))) {
                out(window.row(now.value(), now.timeMs()));
            }
        }

        @Override
        Map<String, Map<String, String>> stores() {
            return Map.of(step.store(), windowText(rows, true));
        }
    }
}
