package io.millrace.parity.oracle;

import io.millrace.parity.program.Functions;
import io.millrace.parity.program.Shape;
import io.millrace.parity.program.Step;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.BranchedKStream;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KeyValueMapper;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.jspecify.annotations.Nullable;

/** Operators on streams that keep no state. */
final class StreamSteps {

    private final ProgramBuilder program;
    private final Transcript transcript;

    StreamSteps(ProgramBuilder program, Transcript transcript) {
        this.program = program;
        this.transcript = transcript;
    }

    @Nullable
    Object build(Step step) {
        if (step.shape().kind() == Shape.Kind.NOTHING) {
            end(step);
            return null;
        }
        return switch (step.operator()) {
            case FILTER, FILTER_NOT -> filter(step);
            case MAP_VALUES, FLAT_MAP_VALUES -> values(step);
            case MAP, SELECT_KEY, FLAT_MAP -> pairs(step);
            case PEEK -> {
                KStream<Object, Object> in = program.stream(step, 0);
                yield Call.of(
                        Types.named(step),
                        () -> in.peek((key, value) -> note("peek", key, value)),
                        named -> in.peek((key, value) -> note("peek", key, value), named));
            }
            case MERGE ->
                Call.of(
                        Types.named(step),
                        () -> program.stream(step, 0).merge(program.stream(step, 1)),
                        named -> program.stream(step, 0).merge(program.stream(step, 1), named));
            case REPARTITION -> repartition(step);
            case TO_TABLE -> toTable(step);
            case SPLIT -> split(step);
            case BRANCH -> branch(step);
            default -> group(step);
        };
    }

    private void note(String what, @Nullable Object key, @Nullable Object value) {
        transcript.call(what + " " + key + " = " + value);
    }

    private void end(Step step) {
        KStream<Object, Object> in = program.stream(step, 0);
        Shape shape = program.inputStep(step, 0).shape();
        switch (step.operator()) {
            case FOREACH ->
                Call.of(
                        Types.named(step),
                        () -> {
                            in.foreach((key, value) -> note("foreach", key, value));
                            return step;
                        },
                        named -> {
                            in.foreach((key, value) -> note("foreach", key, value), named);
                            return step;
                        });
            case TO ->
                Call.of(
                        Types.produced(step, shape),
                        () -> {
                            in.to(step.require("topic"));
                            return step;
                        },
                        produced -> {
                            in.to(step.require("topic"), produced);
                            return step;
                        });
            default -> {
                TopicNameExtractor<Object, Object> topic = new DynamicTopic(step.number("function"));
                Call.of(
                        Types.produced(step, shape),
                        () -> {
                            in.to(topic);
                            return step;
                        },
                        produced -> {
                            in.to(topic, produced);
                            return step;
                        });
            }
        }
    }

    private final class DynamicTopic implements TopicNameExtractor<Object, Object> {

        private final int number;

        DynamicTopic(int number) {
            this.number = number;
        }

        @Override
        public String extract(Object key, Object value, RecordContext context) {
            transcript.call("topic for the record of " + context.topic() + "-" + context.partition() + " @"
                    + context.timestamp() + " " + Transcript.headers(context.headers()));
            return Functions.topic(number, value);
        }

        /** Stands in the description of the topology. */
        @Override
        public String toString() {
            return "by value " + number;
        }
    }

    private Object filter(Step step) {
        KStream<Object, Object> in = program.stream(step, 0);
        int number = step.number("predicate");
        boolean not = step.operator() == io.millrace.parity.program.Operator.FILTER_NOT;
        return Call.of(
                Types.named(step),
                () -> not
                        ? in.filterNot((key, value) -> Functions.predicate(number, key, value))
                        : in.filter((key, value) -> Functions.predicate(number, key, value)),
                named -> not
                        ? in.filterNot((key, value) -> Functions.predicate(number, key, value), named)
                        : in.filter((key, value) -> Functions.predicate(number, key, value), named));
    }

    private Object values(Step step) {
        KStream<Object, Object> in = program.stream(step, 0);
        int number = step.number("function");
        Shape.Type type = step.shape().value();
        Named named = Types.named(step);
        if (step.operator() == io.millrace.parity.program.Operator.FLAT_MAP_VALUES && !step.has("withKey")) {
            return Call.of(
                    named,
                    () -> in.flatMapValues(value -> asObjects(Functions.flat(number, "-", value))),
                    n -> in.flatMapValues(value -> asObjects(Functions.flat(number, "-", value)), n));
        }
        if (step.operator() == io.millrace.parity.program.Operator.FLAT_MAP_VALUES) {
            return Call.of(
                    named,
                    () -> in.flatMapValues((key, value) -> asObjects(Functions.flat(number, key, value))),
                    n -> in.flatMapValues((key, value) -> asObjects(Functions.flat(number, key, value)), n));
        }
        if (step.has("withKey")) {
            return Call.of(
                    named,
                    () -> in.mapValues((key, value) -> Functions.value(number, type, key, value)),
                    n -> in.mapValues((key, value) -> Functions.value(number, type, key, value), n));
        }
        return Call.of(
                named,
                () -> in.mapValues(value -> Functions.value(number, type, "-", value)),
                n -> in.mapValues(value -> Functions.value(number, type, "-", value), n));
    }

    private static List<@Nullable Object> asObjects(List<@Nullable String> texts) {
        return texts.stream().map(text -> (Object) text).collect(Collectors.toList());
    }

    private Object pairs(Step step) {
        KStream<Object, Object> in = program.stream(step, 0);
        int keys = step.number("keys");
        Named named = Types.named(step);
        return switch (step.operator()) {
            case SELECT_KEY -> {
                KeyValueMapper<Object, Object, Object> mapper = (key, value) -> Functions.key(keys, key, value);
                yield Call.of(named, () -> in.selectKey(mapper), n -> in.selectKey(mapper, n));
            }
            case MAP -> {
                int values = step.number("function");
                Shape.Type type = step.shape().value();
                KeyValueMapper<Object, Object, KeyValue<Object, Object>> mapper = (key, value) ->
                        KeyValue.pair(Functions.key(keys, key, value), Functions.value(values, type, key, value));
                yield Call.of(named, () -> in.map(mapper), n -> in.map(mapper, n));
            }
            default -> {
                int values = step.number("function");
                KeyValueMapper<Object, Object, Iterable<KeyValue<Object, Object>>> mapper =
                        (key, value) -> Functions.flat(values, key, value).stream()
                                .map(one -> KeyValue.<Object, Object>pair(Functions.key(keys, key, one), one))
                                .toList();
                yield Call.of(named, () -> in.flatMap(mapper), n -> in.flatMap(mapper, n));
            }
        };
    }

    private Object repartition(Step step) {
        KStream<Object, Object> in = program.stream(step, 0);
        if (!step.has("serdes") && !step.has("name") && !step.has("partitions") && !step.has("partitioner")) {
            return in.repartition();
        }
        Repartitioned<Object, Object> options = step.has("serdes")
                ? Repartitioned.with(Types.keySerde(step.shape()), Types.valueSerde(step.shape()))
                : Repartitioned.with(null, null);
        if (step.has("name")) {
            options = options.withName(step.require("name"));
        }
        if (step.has("partitions")) {
            options = options.withNumberOfPartitions(step.number("partitions"));
        }
        if (step.has("partitioner")) {
            options = options.withStreamPartitioner(Types.partitioner(step));
        }
        return in.repartition(options);
    }

    private Object toTable(Step step) {
        KStream<Object, Object> in = program.stream(step, 0);
        return Call.of(Types.named(step), Types.keyValue(step), in::toTable, in::toTable, in::toTable, in::toTable);
    }

    private Object split(Step step) {
        KStream<Object, Object> in = program.stream(step, 0);
        BranchedKStream<Object, Object> branches = Call.of(Types.named(step), in::split, in::split);
        for (int i = 0; i < step.number("branches"); i++) {
            int number = (step.number("predicate") + i) % Functions.PREDICATES;
            branches = step.has("branchNames")
                    ? branches.branch((key, value) -> Functions.predicate(number, key, value), Branched.as("-b" + i))
                    : branches.branch((key, value) -> Functions.predicate(number, key, value));
        }
        return new TreeMap<>(
                switch (step.require("default")) {
                    case "named" -> branches.defaultBranch(Branched.as("-rest"));
                    case "plain" -> branches.defaultBranch();
                    default -> branches.noDefaultBranch();
                });
    }

    @SuppressWarnings("unchecked") // what split has made
    private Object branch(Step step) {
        Map<String, KStream<Object, Object>> branches = (Map<String, KStream<Object, Object>>) program.result(step, 0);
        List<String> names = List.copyOf(branches.keySet());
        String name = names.get(step.number("index") % names.size());
        transcript.section("branch " + name + " of " + names);
        return branches.get(name);
    }

    private Object group(Step step) {
        KStream<Object, Object> in = program.stream(step, 0);
        Grouped<Object, Object> grouped = Types.grouped(step);
        if (step.operator() == io.millrace.parity.program.Operator.GROUP_BY_KEY) {
            return Call.of(grouped, in::groupByKey, in::groupByKey);
        }
        int keys = step.number("keys");
        KeyValueMapper<Object, Object, Object> mapper = (key, value) -> Functions.key(keys, key, value);
        return Call.of(grouped, () -> in.groupBy(mapper), g -> in.groupBy(mapper, g));
    }
}
