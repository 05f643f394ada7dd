package io.millrace.parity.generate;

import io.millrace.parity.program.Functions;
import io.millrace.parity.program.Operator;
import io.millrace.parity.program.Program;
import io.millrace.parity.program.Shape;
import io.millrace.parity.program.Shape.Kind;
import io.millrace.parity.program.Shape.Type;
import io.millrace.parity.program.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Makes one program. Each step takes results of earlier steps that fit; streams and tables that nobody uses end in a sink. */
final class ProgramGenerator {

    private static final int MOST_STEPS = 9;
    private static final int ATTEMPTS = 30;

    private final Chance chance;
    private final Options options;
    private final List<Step> steps = new ArrayList<>();
    /** About how many records each step may give. */
    private final List<Long> volumes = new ArrayList<>();

    private final Set<Integer> used = new HashSet<>();
    private final Set<String> switchedOff;
    private final Weights weights;
    private int sinks;
    private int topics;

    ProgramGenerator(Chance chance, Set<String> switchedOff, int scale, boolean inMemory) {
        this.chance = chance;
        this.switchedOff = switchedOff;
        this.options = new Options(chance, switchedOff, scale, inMemory);
        this.weights = new Weights(chance, switchedOff);
    }

    Program program() {
        int sources = chance.between(1, 3);
        for (int i = 0; i < sources; i++) {
            source();
        }
        int wanted = sources + chance.between(1, MOST_STEPS);
        for (int i = 0; steps.size() < wanted && i < ATTEMPTS; i++) {
            operator(weights.next());
        }
        finish();
        return new Program(steps);
    }

    // ---- sources
    // ------------------------------------------------------------------------------------------------------------

    private void source() {
        Operator operator = chance.oneOf(weights.sources());
        Shape.Kind kind = switch (operator) {
            case TABLE -> Kind.TABLE;
            case GLOBAL_TABLE -> Kind.GLOBAL_TABLE;
            case GLOBAL_STORE -> Kind.NOTHING;
            default -> Kind.STREAM;
        };
        boolean longs = (operator == Operator.STREAM || operator == Operator.TABLE) && chance.percent(3);
        StepOptions given = options.of(operator, Shape.of(kind, Type.STRING, longs ? Type.LONG : Type.STRING));
        if (longs) {
            given.put("serdes", "yes");
        }
        if (operator == Operator.STREAM_PATTERN) {
            given.put("pattern", "pat-.*");
        } else {
            String topic = chance.percent(8) && topics > 0 ? "in" + chance.below(topics) : "in" + topics++;
            given.put("topics", operator == Operator.STREAM && chance.percent(12) ? topic + ",in" + topics++ : topic);
        }
        add(given, List.of());
    }

    /** Adds a step, unless it might multiply records beyond all bounds. */
    private void add(StepOptions given, List<Integer> inputs) {
        Step step = given.step(inputs);
        long size = Volume.of(step, inputs.stream().map(volumes::get).toList());
        if (size <= Volume.MOST) {
            used.addAll(inputs);
            steps.add(step);
            volumes.add(size);
        }
    }

    // ---- choosing inputs
    // ----------------------------------------------------------------------------------------------------

    /** A step that fits, the latest ones first; -1 if there is none. */
    private int find(Predicate<Step> fits) {
        int found = -1;
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (fits.test(steps.get(i))) {
                found = i;
                if (chance.percent(60)) {
                    return found;
                }
            }
        }
        return found;
    }

    private int find(Kind kind) {
        return find(step -> step.shape().kind() == kind);
    }

    private int findStringKeyed(Kind kind) {
        return find(step -> step.shape().kind() == kind && step.shape().hasStringKey());
    }

    private Shape shape(int index) {
        return steps.get(index).shape();
    }

    // ---- operators
    // ----------------------------------------------------------------------------------------------------------

    private void operator(Operator operator) {
        switch (operator) {
            case STREAM, STREAM_PATTERN, TABLE, GLOBAL_TABLE, GLOBAL_STORE -> source();
            case FILTER, FILTER_NOT, PEEK, MAP_VALUES, FLAT_MAP_VALUES, PROCESS_VALUES ->
                onStream(operator, find(Kind.STREAM));
            case MAP, SELECT_KEY, FLAT_MAP, PROCESS -> onStream(operator, find(Kind.STREAM));
            case REPARTITION, TO_TABLE, GROUP_BY_KEY -> onStream(operator, findStringKeyed(Kind.STREAM));
            case GROUP_BY -> onStream(operator, find(Kind.STREAM));
            case SPLIT -> split();
            case MERGE -> pair(operator, Kind.STREAM, Kind.STREAM);
            case FOREACH, TO, TO_DYNAMIC -> sink(operator, find(Kind.STREAM));
            case COUNT, REDUCE, AGGREGATE, COGROUP -> aggregate(operator);
            case TABLE_FILTER, TABLE_FILTER_NOT, TABLE_MAP_VALUES, TABLE_TRANSFORM_VALUES, TO_STREAM, SUPPRESS ->
                onTable(operator, find(Kind.TABLE));
            case TABLE_GROUP_BY -> onTable(operator, find(Kind.TABLE));
            case TABLE_COUNT, TABLE_REDUCE, TABLE_AGGREGATE -> aggregateTable(operator);
            case STREAM_JOIN -> pair(operator, Kind.STREAM, Kind.STREAM);
            case STREAM_TABLE_JOIN -> pair(operator, Kind.STREAM, Kind.TABLE);
            case STREAM_GLOBAL_JOIN -> pair(operator, Kind.STREAM, Kind.GLOBAL_TABLE);
            case TABLE_JOIN, FOREIGN_KEY_JOIN -> pair(operator, Kind.TABLE, Kind.TABLE);
            case TOPOLOGY -> topology();
            case BRANCH -> {
                // Comes with its split.
            }
        }
    }

    private void onStream(Operator operator, int input) {
        if (input < 0) {
            return;
        }
        Shape in = shape(input);
        Shape out = switch (operator) {
            case MAP_VALUES, PROCESS_VALUES -> in.withValue(options.newValueType());
            case FLAT_MAP_VALUES -> in.withValue(Type.STRING);
            case SELECT_KEY -> in.withStringKey();
            case MAP -> in.withStringKey().withValue(options.newValueType());
            case FLAT_MAP -> in.withStringKey().withValue(Type.STRING);
            case PROCESS -> in.withValue(options.newValueType());
            case TO_TABLE -> in.withKind(Kind.TABLE);
            case GROUP_BY_KEY -> in.withKind(Kind.GROUPED_STREAM);
            case GROUP_BY -> in.withStringKey().withKind(Kind.GROUPED_STREAM);
            default -> in;
        };
        StepOptions given = options.of(operator, out);
        if (operator == Operator.PROCESS || operator == Operator.PROCESS_VALUES) {
            int global = find(step -> step.operator() == Operator.GLOBAL_STORE);
            if (global >= 0 && chance.percent(60)) {
                given.put("global", steps.get(global).require("store"));
            }
            int table = find(step -> step.shape().kind() == Kind.TABLE
                    && step.shape().hasStringKey()
                    && step.has("store")
                    && !step.has("historyMs"));
            if (table >= 0 && chance.percent(25)) {
                given.put("table", steps.get(table).require("store"));
            }
            int other = find(step -> step.operator() == Operator.PROCESS && step.has("store") && !step.has("ownStore"));
            if (other >= 0 && chance.percent(25)) {
                given.sharing(steps.get(other));
            }
        }
        if (operator == Operator.PROCESS && chance.percent(30)) {
            given = options.of(operator, out.withStringKey()).number("keys", Functions.KEYS);
        }
        add(given, List.of(input));
    }

    private void split() {
        int input = find(Kind.STREAM);
        if (input < 0) {
            return;
        }
        add(options.of(Operator.SPLIT, shape(input).withKind(Kind.BRANCHES)), List.of(input));
        int split = steps.size() - 1; // a split multiplies nothing, so it was added
        int branches = chance.between(1, 3);
        for (int i = 0; i < branches; i++) {
            add(
                    options.of(Operator.BRANCH, shape(input)).put("index", String.valueOf(chance.below(3))),
                    List.of(split));
        }
    }

    private void sink(Operator operator, int input) {
        if (input < 0) {
            return;
        }
        StepOptions given = options.sink(operator, shape(input));
        if (operator == Operator.TO && shape(input).hasStringKey() && chance.percent(8)) {
            throughTopic(given, input);
            return;
        }
        if (operator == Operator.TO) {
            given.put("topic", "out" + (chance.percent(15) ? 0 : sinks++));
        }
        add(given, List.of(input));
    }

    /** A topic that the program writes and reads. */
    private void throughTopic(StepOptions given, int input) {
        String topic = "mid" + topics++;
        add(given.put("topic", topic), List.of(input));
        Operator reader = chance.percent(70) ? Operator.STREAM : Operator.TABLE;
        StepOptions source =
                options.of(reader, shape(input).withKind(reader == Operator.STREAM ? Kind.STREAM : Kind.TABLE));
        if (shape(input).value() != Type.STRING) {
            source.put("serdes", "yes");
        }
        add(source.withoutExtractor().put("topics", topic), List.of());
    }

    private void aggregate(Operator operator) {
        int input = find(step -> step.shape().kind() == Kind.GROUPED_STREAM);
        if (input < 0) {
            int stream = findStringKeyed(Kind.STREAM);
            if (stream < 0) {
                return;
            }
            onStream(chance.of(Operator.GROUP_BY_KEY, Operator.GROUP_BY), stream);
            input = steps.size() - 1;
        }
        List<Integer> inputs = new ArrayList<>(List.of(input));
        if (operator == Operator.COGROUP) {
            int more = chance.below(3);
            for (int i = 0; i < more; i++) {
                inputs.add(find(step -> step.shape().kind() == Kind.GROUPED_STREAM));
            }
        }
        Type value = switch (operator) {
            case COUNT -> Type.LONG;
            case REDUCE -> shape(input).value();
            default -> options.newValueType();
        };
        add(options.aggregation(operator, shape(input).withKind(Kind.TABLE).withValue(value)), inputs);
    }

    private void onTable(Operator operator, int input) {
        if (input < 0) {
            return;
        }
        Shape in = shape(input);
        if (operator == Operator.SUPPRESS) {
            add(options.suppress(in), List.of(input));
            return;
        }
        Shape out = switch (operator) {
            case TABLE_MAP_VALUES, TABLE_TRANSFORM_VALUES -> in.withValue(options.newValueType());
            case TABLE_GROUP_BY ->
                in.withStringKey().withKind(Kind.GROUPED_TABLE).withValue(options.newValueType());
            default -> in;
        };
        if (operator == Operator.TO_STREAM) {
            toStream(in, input);
            return;
        }
        add(options.of(operator, out), List.of(input));
    }

    private void toStream(Shape in, int input) {
        boolean mapped = chance.percent(in.hasStringKey() ? 15 : 60);
        Shape out = (mapped ? in.withStringKey() : in).withKind(Kind.STREAM);
        StepOptions given = options.of(Operator.TO_STREAM, out);
        add(mapped ? given.number("keys", Functions.KEYS) : given, List.of(input));
    }

    private void aggregateTable(Operator operator) {
        int input = find(Kind.GROUPED_TABLE);
        if (input < 0) {
            int table = find(Kind.TABLE);
            if (table < 0) {
                return;
            }
            onTable(Operator.TABLE_GROUP_BY, table);
            input = steps.size() - 1;
        }
        Type value = switch (operator) {
            case TABLE_COUNT -> Type.LONG;
            case TABLE_REDUCE -> shape(input).value();
            default -> options.newValueType();
        };
        add(options.of(operator, shape(input).withKind(Kind.TABLE).withValue(value)), List.of(input));
    }

    private void pair(Operator operator, Kind left, Kind right) {
        int first = find(left);
        if (first < 0) {
            return;
        }
        boolean sameKeys = operator == Operator.STREAM_JOIN
                || operator == Operator.STREAM_TABLE_JOIN
                || operator == Operator.TABLE_JOIN;
        int second = find(step -> step.shape().kind() == right
                && (sameKeys
                        ? hasSameKey(step.shape(), shape(first))
                        : step.shape().hasStringKey() || operator == Operator.MERGE));
        if (second < 0) {
            return;
        }
        Type firstValue = shape(first).value();
        if (operator == Operator.MERGE) {
            second = find(step -> step.shape().equals(steps.get(first).shape()));
            add(options.of(operator, shape(first)), List.of(first, second));
            return;
        }
        boolean versioned = steps.get(second).has("historyMs");
        add(
                options.join(
                        operator,
                        shape(first).withKind(left).withValue(Type.STRING),
                        firstValue != Type.STRING
                                || shape(second).value() != Type.STRING
                                || !shape(first).hasStringKey(),
                        versioned),
                List.of(first, second));
    }

    private static boolean hasSameKey(Shape one, Shape other) {
        return one.key() == other.key() && one.windowMs() == other.windowMs();
    }

    private void topology() {
        StepOptions given = options.of(Operator.TOPOLOGY, Shape.NOTHING);
        given.put("topics", "in" + topics++).put("topic", "out" + sinks++);
        add(given, List.of());
    }

    // ---- the ends
    // -----------------------------------------------------------------------------------------------------------

    private void finish() {
        int count = steps.size();
        for (int i = 0; i < count; i++) {
            if (used.contains(i) && chance.percent(75)) {
                continue;
            }
            if (shape(i).kind() == Kind.TABLE) {
                toStream(shape(i), i);
                sink(sinkOperator(), steps.size() - 1);
            } else if (shape(i).kind() == Kind.STREAM) {
                sink(sinkOperator(), i);
            }
        }
    }

    private Operator sinkOperator() {
        if (chance.percent(8) && !switchedOff.contains("TO_DYNAMIC")) {
            return Operator.TO_DYNAMIC;
        }
        return chance.percent(8) ? Operator.FOREACH : Operator.TO;
    }
}
