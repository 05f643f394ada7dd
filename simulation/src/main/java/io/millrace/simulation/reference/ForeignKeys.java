package io.millrace.simulation.reference;

import io.millrace.simulation.program.Functions;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.program.Step.JoinKind;
import io.millrace.simulation.program.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The three places of a foreign-key join: left rows ask, right rows answer, and answers meet left rows. */
final class ForeignKeys {

    private static final int FORGET = 0;
    private static final int FORGET_AND_ANSWER = 1;
    private static final int ANSWER = 2;
    private static final int ANSWER_IF_PRESENT = 3;

    private ForeignKeys() {}

    private static @Nullable String hash(@Nullable String value) {
        return value == null ? null : Murmur.hash(value);
    }

    private static void send(Map<Integer, List<Output>> outputs, int partition, Output output) {
        outputs.computeIfAbsent(partition, any -> new ArrayList<>()).add(output);
    }

    static final class Register extends Operator {

        private final Step.Register step;
        private final int partition;
        private final int partitions;
        private final Map<Integer, List<Output>> outputs;

        Register(Step.Register step, int partition, int partitions, Map<Integer, List<Output>> outputs) {
            this.step = step;
            this.partition = partition;
            this.partitions = partitions;
            this.outputs = outputs;
        }

        @Override
        void accept(int input, Row row) {
            String from = Functions.foreignKey(step.salt(), row.old());
            String to = Functions.foreignKey(step.salt(), row.value());
            boolean moves = from != null && !from.equals(to);
            if (step.kind() == JoinKind.LEFT) {
                if (moves) {
                    send(row, from, FORGET);
                }
                if (row.old() != null || row.value() != null) {
                    send(row, to, ANSWER);
                }
            } else if (to == null) {
                if (moves) {
                    send(row, from, FORGET_AND_ANSWER);
                }
            } else if (moves) {
                send(row, from, FORGET);
                send(row, to, ANSWER);
            } else {
                send(row, to, ANSWER_IF_PRESENT);
            }
        }

        private void send(Row row, @Nullable String foreignKey, int instruction) {
            ForeignKeys.send(
                    outputs,
                    Functions.partition(foreignKey, partitions),
                    new Output(
                            foreignKey,
                            Wire.registration(instruction, hash(row.value()), plain(row.key()), partition),
                            row.timeMs()));
        }
    }

    static final class Answer extends Operator {

        private final String name;
        private final Operator table;
        private final Map<Integer, List<Output>> outputs;
        /** By foreign key, then by left key: the registration as it was written, with its time. */
        private final Map<String, Map<String, Value>> registered = new TreeMap<>();

        Answer(String name, Operator table, Map<Integer, List<Output>> outputs) {
            this.name = name;
            this.table = table;
            this.outputs = outputs;
        }

        @Override
        void accept(int input, Row row) {
            if (input == 0) {
                register(row);
                return;
            }
            registered
                    .getOrDefault(plain(row.key()), Map.of())
                    .values()
                    .forEach(registration -> answer(registration.value(), row.value(), row.timeMs()));
        }

        private void register(Row row) {
            String registration = plain(row.value());
            String[] fields = registration.split(" ");
            int instruction = Integer.parseInt(fields[0]);
            String foreignKey = row.key();
            if (foreignKey == null) {
                if (instruction == ANSWER) {
                    answer(registration, null, row.timeMs());
                }
                return;
            }
            Map<String, Value> ofKey = registered.computeIfAbsent(foreignKey, key -> new TreeMap<>());
            Value right = table.table().get(foreignKey);
            if (instruction == FORGET || instruction == FORGET_AND_ANSWER) {
                ofKey.remove(fields[2]);
            } else {
                ofKey.put(fields[2], new Value(registration, row.timeMs()));
            }
            if (instruction != FORGET && (right != null || instruction != ANSWER_IF_PRESENT)) {
                answer(
                        registration,
                        instruction == FORGET_AND_ANSWER ? null : value(right),
                        right == null ? row.timeMs() : Math.max(row.timeMs(), right.timeMs()));
            }
        }

        private void answer(String registration, @Nullable String value, long timeMs) {
            String[] fields = registration.split(" ");
            ForeignKeys.send(
                    outputs, Integer.parseInt(fields[3]), new Output(fields[2], fields[1] + " " + value, timeMs));
        }

        @Override
        Map<String, Map<String, String>> stores() {
            Map<String, String> rows = new TreeMap<>();
            registered.forEach((foreignKey, ofKey) -> ofKey.forEach((key, registration) ->
                    rows.put(foreignKey + "/" + key, registration.value() + "@" + registration.timeMs())));
            return Map.of(Step.Answer.storeName(name), rows);
        }
    }

    static final class Resolve extends Operator {

        private final JoinKind kind;
        private final Operator left;

        Resolve(JoinKind kind, Operator left) {
            this.kind = kind;
            this.left = left;
        }

        @Override
        void accept(int input, Row row) {
            if (input == 1) {
                return;
            }
            String[] answer = plain(row.value()).split(" ");
            String right = answer[1].equals("null") ? null : answer[1];
            String own = value(left.table().get(plain(row.key())));
            if (Objects.equals(String.valueOf(hash(own)), answer[0])) {
                boolean isThere = own != null && (right != null || kind == JoinKind.LEFT);
                out(new Row(row.key(), isThere ? Functions.join(own, right) : null, row.timeMs()));
            }
        }
    }
}
