package io.millrace.simulation.reference;

import io.millrace.simulation.program.Functions;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.program.Step.JoinKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Steps that look at one record at a time, or at the last row of its key. */
final class Simple {

    private Simple() {}

    static final class MapValues extends Operator {

        private final int salt;

        MapValues(int salt) {
            this.salt = salt;
        }

        @Override
        void accept(int input, Row row) {
            out(row.with(Functions.map(salt, row.value())));
        }
    }

    /** Of a record for which it throws nothing is left. */
    static final class Failing extends Operator {

        private final Step.Failing step;
        private final LongSupplier offset;
        private final Map<String, String> counts = new TreeMap<>();
        private long skipped;

        Failing(Step.Failing step, LongSupplier offset) {
            this.step = step;
            this.offset = offset;
        }

        @Override
        void accept(int input, Row row) {
            if (offset.getAsLong() >= 0 && Functions.fails(step.salt(), offset.getAsLong())) {
                skipped++;
                return;
            }
            String count = counts.merge(
                    String.valueOf(row.key()), "1", (before, one) -> Long.toString(Long.parseLong(before) + 1));
            out(row.with(row.value() + "!" + count));
        }

        @Override
        Map<String, Map<String, String>> stores() {
            return Map.of(step.name(), counts);
        }

        long skipped() {
            return skipped;
        }
    }

    static final class Filter extends Operator {

        private final int salt;

        Filter(int salt) {
            this.salt = salt;
        }

        @Override
        void accept(int input, Row row) {
            if (Functions.keeps(salt, row.value())) {
                out(row);
            }
        }
    }

    static final class FlatMapValues extends Operator {

        private final int salt;

        FlatMapValues(int salt) {
            this.salt = salt;
        }

        @Override
        void accept(int input, Row row) {
            Functions.flatten(salt, row.value()).forEach(value -> out(row.with(value)));
        }
    }

    /** What a source reads, and what goes on as it is. */
    static final class Pass extends Operator {

        @Override
        void accept(int input, Row row) {
            out(row);
        }
    }

    /** A table's updates as a stream: windowed keys get a name. */
    static final class ToStream extends Operator {

        @Override
        void accept(int input, Row row) {
            out(
                    row.startMs() < 0
                            ? row
                            : new Row(
                                    Functions.windowed(plain(row.key()), row.startMs(), row.endMs()),
                                    row.value(),
                                    row.timeMs()));
        }
    }

    /** Sinks, and the ends of sub-topologies. */
    static final class End extends Operator {

        private final String topic;
        private final int partitions;
        private final @Nullable Integer salt;
        private final boolean dropsNullKeys;
        private final Map<Integer, List<Output>> outputs;

        /**
         * @param salt of the new key; null if the key stays
         */
        End(
                String topic,
                int partitions,
                @Nullable Integer salt,
                boolean dropsNullKeys,
                Map<Integer, List<Output>> to) {
            this.topic = topic;
            this.partitions = partitions;
            this.salt = salt;
            this.dropsNullKeys = dropsNullKeys;
            this.outputs = to;
        }

        String topic() {
            return topic;
        }

        @Override
        void accept(int input, Row row) {
            String key = salt == null ? row.key() : Functions.newKey(salt, row.key(), row.value());
            if (key != null || !dropsNullKeys) {
                outputs.computeIfAbsent(Functions.partition(key, partitions), partition -> new ArrayList<>())
                        .add(new Output(key, row.value(), row.timeMs()));
            }
        }
    }

    static final class Table extends Operator {

        private final String store;
        private final Map<String, Value> rows = new TreeMap<>();

        Table(String store) {
            this.store = store;
        }

        @Override
        void accept(int input, Row row) {
            if (row.key() == null) {
                return;
            }
            Value before = rows.get(row.key());
            put(rows, row);
            out(row.replacing(Operator.value(before)));
        }

        static void put(Map<String, Value> rows, Row row) {
            String key = plain(row.key());
            String value = row.value();
            if (value == null) {
                rows.remove(key);
            } else {
                rows.put(key, new Value(value, row.timeMs()));
            }
        }

        @Override
        Map<String, Value> table() {
            return rows;
        }

        @Override
        Map<String, Map<String, String>> stores() {
            return stored(store, rows);
        }
    }

    static final class Aggregate extends Operator {

        private final Step.Aggregate step;
        private final Map<String, Value> rows = new TreeMap<>();

        Aggregate(Step.Aggregate step) {
            this.step = step;
        }

        @Override
        void accept(int input, Row row) {
            String key = row.key();
            String value = row.value();
            if (key == null || value == null) {
                return;
            }
            Value before = rows.get(key);
            String now = switch (step.fold()) {
                case COUNT -> Long.toString(before == null ? 1 : Long.parseLong(before.value()) + 1);
                case REDUCE -> before == null ? value : Functions.reduce(before.value(), value);
                case AGGREGATE -> Functions.aggregate(value, before == null ? "" : before.value());
            };
            long time = before == null ? row.timeMs() : Math.max(before.timeMs(), row.timeMs());
            Row change = new Row(key, now, time).replacing(Operator.value(before));
            Table.put(rows, change);
            out(change);
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

    static final class TableJoin extends Operator {

        private final JoinKind kind;
        private final List<Operator> sides;

        TableJoin(JoinKind kind, Operator left, Operator right) {
            this.kind = kind;
            this.sides = List.of(left, right);
        }

        @Override
        void accept(int input, Row row) {
            Value other = sides.get(1 - input).table().get(plain(row.key()));
            boolean otherIsNeeded = kind == JoinKind.INNER || kind == JoinKind.LEFT && input == 1;
            boolean wasNothing = row.value() == null && row.old() == null;
            if (!row.isLatest() || other == null && (otherIsNeeded || wasNothing)) {
                return;
            }
            long timeMs = other == null ? row.timeMs() : Math.max(row.timeMs(), other.timeMs());
            out(new Row(row.key(), joined(input, row.value(), Operator.value(other)), timeMs)
                    .replacing(joined(input, row.old(), Operator.value(other))));
        }

        private @Nullable String joined(int input, @Nullable String own, @Nullable String other) {
            String left = input == 0 ? own : other;
            String right = input == 0 ? other : own;
            boolean isThere = switch (kind) {
                case INNER -> left != null && right != null;
                case LEFT -> left != null;
                case OUTER -> left != null || right != null;
            };
            return isThere ? Functions.join(left, right) : null;
        }
    }

    static final class StreamTableJoin extends Operator {

        private final JoinKind kind;
        private final Operator table;

        StreamTableJoin(JoinKind kind, Operator table) {
            this.kind = kind;
            this.table = table;
        }

        @Override
        void accept(int input, Row row) {
            if (input == 1 || row.value() == null) {
                return;
            }
            String other = row.key() == null ? null : table.asOf(row.key(), row.timeMs());
            if (other != null || kind == JoinKind.LEFT) {
                out(row.with(Functions.join(row.value(), other)));
            }
        }
    }

    /** The first of records whose times are less than a window apart passes. */
    static final class Deduplicate extends Operator {

        private final long windowMs;
        private final Map<String, List<Long>> passed = new HashMap<>();
        private long newest = -1;

        Deduplicate(long windowMs) {
            this.windowMs = windowMs;
        }

        @Override
        void accept(int input, Row row) {
            if (row.key() == null) {
                out(row);
                return;
            }
            newest = Math.max(newest, row.timeMs());
            if (row.timeMs() < newest - windowMs) {
                return;
            }
            List<Long> times = passed.computeIfAbsent(row.key(), key -> new ArrayList<>());
            if (times.stream().noneMatch(time -> Math.abs(time - row.timeMs()) < windowMs)) {
                times.add(row.timeMs());
                out(row);
            }
        }
    }
}
