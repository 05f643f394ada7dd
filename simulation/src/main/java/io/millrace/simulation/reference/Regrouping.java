package io.millrace.simulation.reference;

import io.millrace.simulation.program.Functions;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.program.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows of a table under other keys. */
final class Regrouping {

    private static final String BETWEEN = "<-";

    private Regrouping() {}

    /** Where changes leave for their groups: as one if the group is the same, else the old row goes before the new one comes. */
    static final class Ends extends Operator {

        private final int salt;
        private final int partitions;
        private final Map<Integer, List<Output>> outputs;

        Ends(int salt, int partitions, Map<Integer, List<Output>> outputs) {
            this.salt = salt;
            this.partitions = partitions;
            this.outputs = outputs;
        }

        @Override
        void accept(int input, Row row) {
            if (!row.isLatest()) {
                return;
            }
            String from = Functions.group(salt, row.old());
            String to = Functions.group(salt, row.value());
            if (Objects.equals(from, to)) {
                send(to, row.value(), row.old(), row.timeMs());
            } else {
                send(from, null, row.old(), row.timeMs());
                send(to, row.value(), null, row.timeMs());
            }
        }

        private void send(@Nullable String group, @Nullable String now, @Nullable String before, long timeMs) {
            if (group != null) {
                outputs.computeIfAbsent(Functions.partition(group, partitions), partition -> new ArrayList<>())
                        .add(new Output(group, Wire.change(now, before), timeMs));
            }
        }
    }

    /** Takes the old row out of its group, then puts the new one in. */
    static final class Aggregate extends Operator {

        private final Step.TableAggregate step;
        private final Map<String, Value> rows = new TreeMap<>();

        Aggregate(Step.TableAggregate step) {
            this.step = step;
        }

        @Override
        void accept(int input, Row row) {
            String key = plain(row.key());
            String[] change = plain(row.value()).split(BETWEEN, -1);
            String added = change[0].equals("null") ? null : change[0];
            String withdrawn = change[1].equals("null") ? null : change[1];
            Value before = rows.get(key);
            String aggregate = value(before);
            long timeMs = row.timeMs();
            if (aggregate != null && withdrawn != null) {
                aggregate = subtract(withdrawn, aggregate);
                timeMs = Math.max(timeMs, before == null ? timeMs : before.timeMs());
            }
            if (added != null) {
                aggregate = add(added, aggregate);
                timeMs = Math.max(timeMs, before == null ? timeMs : before.timeMs());
            }
            Row now = new Row(key, aggregate, timeMs).replacing(value(before));
            Simple.Table.put(rows, now);
            out(now);
        }

        private @Nullable String add(String value, @Nullable String aggregate) {
            return switch (step.fold()) {
                case COUNT -> Long.toString(aggregate == null ? 1 : Long.parseLong(aggregate) + 1);
                case REDUCE -> aggregate == null ? value : Functions.reduce(aggregate, value);
                case AGGREGATE -> Functions.aggregate(value, aggregate == null ? "" : aggregate);
            };
        }

        private @Nullable String subtract(String value, String aggregate) {
            return step.fold() == Step.Fold.COUNT
                    ? Long.toString(Long.parseLong(aggregate) - 1)
                    : Functions.subtract(aggregate, value);
        }

        @Override
        Map<String, Value> table() {
            return rows;
        }

        @Override
        Map<String, Map<String, String>> stores() {
            return stored(step.store(), rows);
        }
    }
}
