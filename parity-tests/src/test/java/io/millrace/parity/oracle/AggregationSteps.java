package io.millrace.parity.oracle;

import io.millrace.parity.program.Functions;
import io.millrace.parity.program.Shape;
import io.millrace.parity.program.Step;
import java.time.Duration;
import org.apache.kafka.streams.kstream.Aggregator;
import org.apache.kafka.streams.kstream.CogroupedKStream;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.Initializer;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.Merger;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Reducer;
import org.apache.kafka.streams.kstream.SessionWindowedCogroupedKStream;
import org.apache.kafka.streams.kstream.SessionWindowedKStream;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.SlidingWindows;
import org.apache.kafka.streams.kstream.TimeWindowedCogroupedKStream;
import org.apache.kafka.streams.kstream.TimeWindowedKStream;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.UnlimitedWindows;

/** Aggregations of grouped streams, windowed or not. */
final class AggregationSteps {

    private final ProgramBuilder program;

    AggregationSteps(ProgramBuilder program) {
        this.program = program;
    }

    Object build(Step step) {
        if (step.operator() == io.millrace.parity.program.Operator.COGROUP) {
            return cogroup(step);
        }
        KGroupedStream<Object, Object> in = program.grouped(step, 0);
        if (!step.has("windows")) {
            return plain(step, in);
        }
        return step.is("windows", "session") ? sessions(step, in) : windows(step, in);
    }

    // ---- functions
    // ----------------------------------------------------------------------------------------------------------

    private static Reducer<Object> reducer(Step step) {
        int number = step.number("fold");
        Shape.Type type = step.shape().value();
        return (state, value) -> Functions.fold(number, type, "-", value, state);
    }

    private static Aggregator<Object, Object, Object> aggregator(Step step, int shift) {
        int number = (step.number("fold") + shift) % Functions.FOLDS;
        Shape.Type type = step.shape().value();
        return (key, value, state) -> Functions.fold(number, type, key, value, state);
    }

    private static Initializer<Object> initializer(Step step) {
        Shape.Type type = step.shape().value();
        return () -> Functions.initial(type);
    }

    private static Merger<Object, Object> merger(Step step) {
        Shape.Type type = step.shape().value();
        return (key, left, right) -> Functions.fold(0, type, key, right, left);
    }

    // ---- without windows
    // ----------------------------------------------------------------------------------------------------

    @SuppressWarnings({"unchecked", "rawtypes"}) // a count is a table of longs
    private static Object plain(Step step, KGroupedStream<Object, Object> in) {
        Named named = Types.named(step);
        var store = Types.keyValue(step);
        return switch (step.operator()) {
            case COUNT ->
                Call.of(
                        named,
                        store,
                        () -> in.count(),
                        n -> in.count(n),
                        m -> in.count((org.apache.kafka.streams.kstream.Materialized) m),
                        (n, m) -> in.count(n, (org.apache.kafka.streams.kstream.Materialized) m));
            case REDUCE ->
                Call.of(
                        store,
                        () -> in.reduce(reducer(step)),
                        m -> named == null ? in.reduce(reducer(step), m) : in.reduce(reducer(step), named, m));
            default ->
                Call.of(
                        store,
                        () -> in.aggregate(initializer(step), aggregator(step, 0)),
                        m -> named == null
                                ? in.aggregate(initializer(step), aggregator(step, 0), m)
                                : in.aggregate(initializer(step), aggregator(step, 0), named, m));
        };
    }

    // ---- windows
    // ------------------------------------------------------------------------------------------------------------

    private static Duration ms(Step step, String option) {
        return Duration.ofMillis(step.number(option));
    }

    private static TimeWindows timeWindows(Step step) {
        TimeWindows windows = TimeWindows.ofSizeAndGrace(ms(step, "sizeMs"), ms(step, "graceMs"));
        return step.is("windows", "hopping") ? windows.advanceBy(ms(step, "advanceMs")) : windows;
    }

    private static SlidingWindows slidingWindows(Step step) {
        return SlidingWindows.ofTimeDifferenceAndGrace(ms(step, "sizeMs"), ms(step, "graceMs"));
    }

    private static SessionWindows sessionWindows(Step step) {
        return SessionWindows.ofInactivityGapAndGrace(ms(step, "sizeMs"), ms(step, "graceMs"));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // as above
    private static Object windows(Step step, KGroupedStream<Object, Object> grouped) {
        TimeWindowedKStream<Object, Object> all = switch (step.require("windows")) {
            case "sliding" -> grouped.windowedBy(slidingWindows(step));
            case "unlimited" -> grouped.windowedBy(UnlimitedWindows.of());
            default -> grouped.windowedBy(timeWindows(step));
        };
        TimeWindowedKStream<Object, Object> in =
                step.has("onClose") ? all.emitStrategy(EmitStrategy.onWindowClose()) : all;
        Named named = Types.named(step);
        var store = Types.window(step);
        return switch (step.operator()) {
            case COUNT ->
                Call.of(
                        named,
                        store,
                        () -> in.count(),
                        n -> in.count(n),
                        m -> in.count((org.apache.kafka.streams.kstream.Materialized) m),
                        (n, m) -> in.count(n, (org.apache.kafka.streams.kstream.Materialized) m));
            case REDUCE ->
                Call.of(
                        named,
                        store,
                        () -> in.reduce(reducer(step)),
                        n -> in.reduce(reducer(step), n),
                        m -> in.reduce(reducer(step), m),
                        (n, m) -> in.reduce(reducer(step), n, m));
            default ->
                Call.of(
                        named,
                        store,
                        () -> in.aggregate(initializer(step), aggregator(step, 0)),
                        n -> in.aggregate(initializer(step), aggregator(step, 0), n),
                        m -> in.aggregate(initializer(step), aggregator(step, 0), m),
                        (n, m) -> in.aggregate(initializer(step), aggregator(step, 0), n, m));
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // as above
    private static Object sessions(Step step, KGroupedStream<Object, Object> grouped) {
        SessionWindowedKStream<Object, Object> all = grouped.windowedBy(sessionWindows(step));
        SessionWindowedKStream<Object, Object> in =
                step.has("onClose") ? all.emitStrategy(EmitStrategy.onWindowClose()) : all;
        Named named = Types.named(step);
        var store = Types.session(step);
        return switch (step.operator()) {
            case COUNT ->
                Call.of(
                        named,
                        store,
                        () -> in.count(),
                        n -> in.count(n),
                        m -> in.count((org.apache.kafka.streams.kstream.Materialized) m),
                        (n, m) -> in.count(n, (org.apache.kafka.streams.kstream.Materialized) m));
            case REDUCE ->
                Call.of(
                        named,
                        store,
                        () -> in.reduce(reducer(step)),
                        n -> in.reduce(reducer(step), n),
                        m -> in.reduce(reducer(step), m),
                        (n, m) -> in.reduce(reducer(step), n, m));
            default ->
                Call.of(
                        named,
                        store,
                        () -> in.aggregate(initializer(step), aggregator(step, 0), merger(step)),
                        n -> in.aggregate(initializer(step), aggregator(step, 0), merger(step), n),
                        m -> in.aggregate(initializer(step), aggregator(step, 0), merger(step), m),
                        (n, m) -> in.aggregate(initializer(step), aggregator(step, 0), merger(step), n, m));
        };
    }

    // ---- cogroup
    // ------------------------------------------------------------------------------------------------------------

    private Object cogroup(Step step) {
        CogroupedKStream<Object, Object> in = program.grouped(step, 0).cogroup(aggregator(step, 0));
        for (int i = 1; i < step.inputs().size(); i++) {
            in = in.cogroup(program.grouped(step, i), aggregator(step, i));
        }
        CogroupedKStream<Object, Object> all = in;
        Named named = Types.named(step);
        if (!step.has("windows")) {
            return Call.of(
                    named,
                    Types.keyValue(step),
                    () -> all.aggregate(initializer(step)),
                    n -> all.aggregate(initializer(step), n),
                    m -> all.aggregate(initializer(step), m),
                    (n, m) -> all.aggregate(initializer(step), n, m));
        }
        if (step.is("windows", "session")) {
            SessionWindowedCogroupedKStream<Object, Object> sessions = all.windowedBy(sessionWindows(step));
            return Call.of(
                    named,
                    Types.session(step),
                    () -> sessions.aggregate(initializer(step), merger(step)),
                    n -> sessions.aggregate(initializer(step), merger(step), n),
                    m -> sessions.aggregate(initializer(step), merger(step), m),
                    (n, m) -> sessions.aggregate(initializer(step), merger(step), n, m));
        }
        TimeWindowedCogroupedKStream<Object, Object> windows = switch (step.require("windows")) {
            case "sliding" -> all.windowedBy(slidingWindows(step));
            case "unlimited" -> all.windowedBy(UnlimitedWindows.of());
            default -> all.windowedBy(timeWindows(step));
        };
        return Call.of(
                named,
                Types.window(step),
                () -> windows.aggregate(initializer(step)),
                n -> windows.aggregate(initializer(step), n),
                m -> windows.aggregate(initializer(step), m),
                (n, m) -> windows.aggregate(initializer(step), n, m));
    }
}
