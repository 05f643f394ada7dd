package io.millrace.parity.oracle;

import io.millrace.parity.program.Functions;
import io.millrace.parity.program.Step;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.streams.kstream.GlobalKTable;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.KeyValueMapper;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.apache.kafka.streams.kstream.TableJoined;
import org.apache.kafka.streams.kstream.ValueJoiner;
import org.apache.kafka.streams.kstream.ValueJoinerWithKey;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Joins. The option {@code kind} is inner, left or outer. */
final class JoinSteps {

    private static final ValueJoiner<Object, Object, Object> JOINER =
            (left, right) -> Functions.joined(null, left, right);
    private static final ValueJoinerWithKey<Object, Object, Object, Object> JOINER_WITH_KEY =
            (key, left, right) -> Functions.joined(key, left, right);

    private final ProgramBuilder program;

    JoinSteps(ProgramBuilder program) {
        this.program = program;
    }

    Object build(Step step) {
        return switch (step.operator()) {
            case STREAM_JOIN -> streams(step);
            case STREAM_TABLE_JOIN -> streamTable(step);
            case STREAM_GLOBAL_JOIN -> streamGlobal(step);
            case TABLE_JOIN -> tables(step);
            default -> foreignKey(step);
        };
    }

    @SuppressWarnings("deprecation") // programs that come over use it still
    private static JoinWindows windows(Step step) {
        JoinWindows windows = step.has("ofDefaultGrace")
                ? JoinWindows.of(Duration.ofMillis(step.number("differenceMs")))
                : JoinWindows.ofTimeDifferenceAndGrace(
                        Duration.ofMillis(step.number("differenceMs")), Duration.ofMillis(step.number("graceMs")));
        if (step.has("beforeMs")) {
            windows = windows.before(Duration.ofMillis(step.number("beforeMs")));
        }
        return step.has("afterMs") ? windows.after(Duration.ofMillis(step.number("afterMs"))) : windows;
    }

    private Object streams(Step step) {
        KStream<Object, Object> left = program.stream(step, 0);
        KStream<Object, Object> right = program.stream(step, 1);
        JoinWindows windows = windows(step);
        StreamJoined<Object, Object, Object> options = streamJoined(step);
        return switch (step.require("kind")) {
            case "inner" ->
                Call.of(
                        options,
                        () -> left.join(right, JOINER, windows),
                        o -> left.join(right, JOINER_WITH_KEY, windows, o));
            case "left" ->
                Call.of(
                        options,
                        () -> left.leftJoin(right, JOINER, windows),
                        o -> left.leftJoin(right, JOINER_WITH_KEY, windows, o));
            default ->
                Call.of(
                        options,
                        () -> left.outerJoin(right, JOINER, windows),
                        o -> left.outerJoin(right, JOINER_WITH_KEY, windows, o));
        };
    }

    private @Nullable StreamJoined<Object, Object, Object> streamJoined(Step step) {
        if (!step.has("serdes")
                && !step.has("name")
                && !step.has("store")
                && !step.has("unlogged")
                && !step.has("supplier")) {
            return null;
        }
        StreamJoined<Object, Object, Object> options = step.has("serdes")
                ? StreamJoined.with(
                        Types.keySerde(step.shape()),
                        Types.valueSerde(program.inputStep(step, 0).shape()),
                        Types.valueSerde(program.inputStep(step, 1).shape()))
                : StreamJoined.with(null, null, null);
        if (step.has("name")) {
            options = options.withName(step.require("name"));
        }
        if (step.has("store")) {
            options = options.withStoreName(step.require("store"));
        }
        if (step.has("supplier")) {
            JoinWindows windows = windows(step);
            Duration size = Duration.ofMillis(windows.beforeMs + windows.afterMs);
            Duration retention = size.plusMillis(windows.gracePeriodMs());
            String name = "joined" + step.inputs().get(0) + "-" + step.inputs().get(1);
            options = options.withThisStoreSupplier(
                            Stores.inMemoryWindowStore(name + "-this-join-store", retention, size, true))
                    .withOtherStoreSupplier(
                            Stores.inMemoryWindowStore(name + "-other-join-store", retention, size, true));
        }
        return step.has("unlogged") ? options.withLoggingDisabled() : options.withLoggingEnabled(Map.of());
    }

    private Object streamTable(Step step) {
        KStream<Object, Object> stream = program.stream(step, 0);
        KTable<Object, Object> table = program.table(step, 1);
        Joined<Object, Object, Object> options = joined(step);
        return step.is("kind", "inner")
                ? Call.of(options, () -> stream.join(table, JOINER), o -> stream.join(table, JOINER_WITH_KEY, o))
                : Call.of(
                        options, () -> stream.leftJoin(table, JOINER), o -> stream.leftJoin(table, JOINER_WITH_KEY, o));
    }

    private @Nullable Joined<Object, Object, Object> joined(Step step) {
        if (!step.has("serdes") && !step.has("name") && !step.has("joinGraceMs")) {
            return null;
        }
        Joined<Object, Object, Object> options = step.has("serdes")
                ? Joined.with(
                        Types.keySerde(step.shape()),
                        Types.valueSerde(program.inputStep(step, 0).shape()),
                        Types.valueSerde(program.inputStep(step, 1).shape()))
                : Joined.with(null, null, null);
        if (step.has("name")) {
            options = options.withName(step.require("name"));
        }
        return step.has("joinGraceMs")
                ? options.withGracePeriod(Duration.ofMillis(step.number("joinGraceMs")))
                : options;
    }

    private Object streamGlobal(Step step) {
        KStream<Object, Object> stream = program.stream(step, 0);
        GlobalKTable<Object, Object> table = program.globalTable(step, 1);
        int keys = step.number("keys");
        KeyValueMapper<Object, Object, Object> selector = (key, value) -> Functions.key(keys, key, value);
        Named named = Types.named(step);
        return step.is("kind", "inner")
                ? Call.of(
                        named,
                        () -> stream.join(table, selector, JOINER),
                        n -> stream.join(table, selector, JOINER_WITH_KEY, n))
                : Call.of(
                        named,
                        () -> stream.leftJoin(table, selector, JOINER),
                        n -> stream.leftJoin(table, selector, JOINER_WITH_KEY, n));
    }

    private Object tables(Step step) {
        KTable<Object, Object> left = program.table(step, 0);
        KTable<Object, Object> right = program.table(step, 1);
        Named named = Types.named(step);
        var store = Types.keyValue(step);
        return switch (step.require("kind")) {
            case "inner" ->
                Call.of(
                        named,
                        store,
                        () -> left.join(right, JOINER),
                        n -> left.join(right, JOINER, n),
                        m -> left.join(right, JOINER, m),
                        (n, m) -> left.join(right, JOINER, n, m));
            case "left" ->
                Call.of(
                        named,
                        store,
                        () -> left.leftJoin(right, JOINER),
                        n -> left.leftJoin(right, JOINER, n),
                        m -> left.leftJoin(right, JOINER, m),
                        (n, m) -> left.leftJoin(right, JOINER, n, m));
            default ->
                Call.of(
                        named,
                        store,
                        () -> left.outerJoin(right, JOINER),
                        n -> left.outerJoin(right, JOINER, n),
                        m -> left.outerJoin(right, JOINER, m),
                        (n, m) -> left.outerJoin(right, JOINER, n, m));
        };
    }

    private Object foreignKey(Step step) {
        KTable<Object, Object> left = program.table(step, 0);
        KTable<Object, Object> right = program.table(step, 1);
        int number = step.number("foreignKey");
        if (step.has("byValue")) {
            return foreignKeyOfValue(step, left, right, value -> Functions.foreignKey(number, "-", value));
        }
        BiFunction<Object, Object, Object> extractor = (key, value) -> Functions.foreignKey(number, key, value);
        TableJoined<Object, Object> named = step.has("name") ? TableJoined.as(step.require("name")) : null;
        var store = Types.keyValue(step);
        boolean inner = step.is("kind", "inner");
        if (named == null) {
            return Call.of(
                    store,
                    () -> inner ? left.join(right, extractor, JOINER) : left.leftJoin(right, extractor, JOINER),
                    m -> inner ? left.join(right, extractor, JOINER, m) : left.leftJoin(right, extractor, JOINER, m));
        }
        return Call.of(
                store,
                () -> inner
                        ? left.join(right, extractor, JOINER, named)
                        : left.leftJoin(right, extractor, JOINER, named),
                m -> inner
                        ? left.join(right, extractor, JOINER, named, m)
                        : left.leftJoin(right, extractor, JOINER, named, m));
    }

    private Object foreignKeyOfValue(
            Step step, KTable<Object, Object> left, KTable<Object, Object> right, Function<Object, Object> extractor) {
        TableJoined<Object, Object> named = step.has("name") ? TableJoined.as(step.require("name")) : null;
        var store = Types.keyValue(step);
        boolean inner = step.is("kind", "inner");
        return Call.of(
                named,
                store,
                () -> inner ? left.join(right, extractor, JOINER) : left.leftJoin(right, extractor, JOINER),
                n -> inner ? left.join(right, extractor, JOINER, n) : left.leftJoin(right, extractor, JOINER, n),
                m -> inner ? left.join(right, extractor, JOINER, m) : left.leftJoin(right, extractor, JOINER, m),
                (n, m) -> inner
                        ? left.join(right, extractor, JOINER, n, m)
                        : left.leftJoin(right, extractor, JOINER, n, m));
    }
}
