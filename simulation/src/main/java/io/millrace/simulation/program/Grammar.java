package io.millrace.simulation.program;

import io.millrace.simulation.program.Step.Emission;
import io.millrace.simulation.program.Step.Fold;
import io.millrace.simulation.program.Step.JoinKind;
import io.millrace.time.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Draws programs. Each is one or two pipelines: what they begin with, what they do to records on the way, what they keep, and where it goes. */
public final class Grammar {

    private final Randomness random;
    private final boolean stateful;
    private final List<Step> steps = new ArrayList<>();
    private int partitions;
    private int names;

    private Grammar(Randomness random, boolean stateful) {
        this.random = random;
        this.stateful = stateful;
    }

    /**
     * A program.
     *
     * @param stateful whether it may keep state; without state it can be judged under at-least-once too
     */
    public static Program draw(Randomness random, boolean stateful) {
        return new Grammar(random, stateful).program();
    }

    /** A program that keeps state, and begins with what {@link #draw} does not know. */
    public static Program drawFurther(Randomness random) {
        Grammar grammar = new Grammar(random, true);
        grammar.partitions = 1 + random.nextInt(Journal.PARTITIONS);
        grammar.further();
        if (random.nextInt(3) == 0) {
            grammar.pipeline();
        }
        return new Program(grammar.steps, grammar.partitions);
    }

    private Program program() {
        partitions = 1 + random.nextInt(Journal.PARTITIONS);
        int pipelines = 1 + random.nextInt(2);
        for (int i = 0; i < pipelines; i++) {
            pipeline();
        }
        return new Program(steps, partitions);
    }

    private int add(Step step) {
        steps.add(step);
        return steps.size() - 1;
    }

    private String name(String kind) {
        return kind + names++;
    }

    private boolean chance(int outOf) {
        return random.nextInt(outOf) == 0;
    }

    private void pipeline() {
        int end;
        switch (stateful ? random.nextInt(10) : 9) {
            case 0 -> end = toStream(tables());
            case 1 -> end = stateless(streamTable());
            case 2 -> end = stateless(streams());
            case 3 -> end = global();
            case 4 -> end = stateless(add(new Step.Process(stateless(source()), name("process"), chance(2))));
            case 5 ->
                end = stateless(
                        add(new Step.Deduplicate(stateless(source()), name("dedup"), 1 + random.nextInt(10_000))));
            case 6, 7 -> end = toStream(aggregate(stateless(source())));
            case 8 -> end = toStream(windows(stateless(source())));
            default -> end = stateless(stateless(source()));
        }
        finish(end);
    }

    private void finish(int end) {
        add(new Step.Sink(chance(3) ? again(end) : end, name("out")));
    }

    private void further() {
        switch (random.nextInt(9)) {
            case 0, 1 -> finish(toStream(regrouped()));
            case 2 -> finish(toStream(cogroup()));
            case 3, 4 -> finish(versioned());
            case 5 -> finish(changingGlobal());
            case 6 -> finish(toStream(matching()));
            default -> finish(toStream(foreignKeys()));
        }
    }

    private int regrouped() {
        int table;
        switch (random.nextInt(4)) {
            case 0 -> table = add(new Step.VersionedTable(name("in"), name("versions"), history()));
            case 1 -> table = add(new Step.Aggregate(source(), Fold.REDUCE, name("store"), chance(3)));
            default -> table = tables();
        }
        int grouped = add(new Step.GroupTable(table, name("group"), random.nextInt(100)));
        return add(new Step.TableAggregate(grouped, Fold.values()[random.nextInt(3)], name("store"), chance(3)));
    }

    private int cogroup() {
        List<Integer> inputs = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            int stream = stateless(source());
            inputs.add(chance(2) ? stream : boundary(stream, true));
        }
        long sizeMs = chance(2) ? 0 : 1 + time(8_000);
        return add(new Step.Cogroup(inputs, name("store"), chance(3), sizeMs, time(10_000)));
    }

    private long history() {
        return 2_000 + time(20_000);
    }

    private int versioned() {
        long historyMs = history();
        if (chance(4)) {
            int table = add(new Step.VersionedTable(name("in"), name("versions"), historyMs));
            return toStream(chance(2) ? table : add(new Step.TableJoin(table, table(), kind(3))));
        }
        int stream = stateless(source());
        int table = add(new Step.VersionedTable(name("in"), name("versions"), historyMs));
        boolean waits = chance(2);
        return add(new Step.StreamTableJoin(
                stream, table, kind(waits ? 1 : 2), waits ? time((int) Math.min(historyMs, 4_000)) : -1));
    }

    private int matching() {
        int stream = stateless(add(new Step.Matching(name("many"), 2 + random.nextInt(2))));
        return chance(3) ? windows(stream) : aggregate(stream);
    }

    private int changingGlobal() {
        int stream = stateless(source());
        int table = add(new Step.Global(name("global"), name("rows"), true));
        return stateless(add(new Step.GlobalJoin(stream, table, kind(2), name("lookup"))));
    }

    private int foreignKeys() {
        int left = table();
        int right = table();
        JoinKind kind = kind(2);
        String name = name("foreign");
        int register = add(new Step.Register(left, kind, name, random.nextInt(100)));
        int answer = add(new Step.Answer(register, right, name));
        return add(new Step.Resolve(answer, left, kind));
    }

    private int again(int stream) {
        int next = boundary(stream, false);
        if (!stateful || chance(3)) {
            return steps.get(next) instanceof Step.GroupBy ? toStream(fold(next)) : stateless(next);
        }
        if (steps.get(next) instanceof Step.GroupBy || chance(2)) {
            return toStream(chance(2) ? fold(next) : windowsOf(next));
        }
        return add(new Step.Process(next, name("process"), chance(2)));
    }

    /** A new key and another sub-topology. */
    private int boundary(int stream, boolean grouped) {
        boolean groups = stateful && (grouped || chance(2));
        return groups
                ? add(new Step.GroupBy(stream, name("group"), random.nextInt(100)))
                : add(new Step.Repartition(
                        stream, name("again"), random.nextInt(100), 1 + random.nextInt(Journal.PARTITIONS)));
    }

    private int source() {
        return add(new Step.Stream(name("in")));
    }

    private int table() {
        return add(new Step.Table(name("in"), name("rows"), chance(3)));
    }

    private int stateless(int input) {
        int at = input;
        for (int i = random.nextInt(3); i > 0; i--) {
            int salt = random.nextInt(100);
            at = add(
                    switch (random.nextInt(3)) {
                        case 0 -> new Step.MapValues(at, salt);
                        case 1 -> new Step.Filter(at, salt);
                        default -> new Step.FlatMapValues(at, salt);
                    });
        }
        return at;
    }

    private int toStream(int table) {
        return add(new Step.ToStream(table));
    }

    private JoinKind kind(int kinds) {
        return JoinKind.values()[random.nextInt(kinds)];
    }

    private int tables() {
        if (chance(3)) {
            return table();
        }
        int left = table();
        int right = table();
        return add(new Step.TableJoin(left, right, kind(3)));
    }

    private int streamTable() {
        int stream = stateless(source());
        return add(new Step.StreamTableJoin(stream, table(), kind(2)));
    }

    private int streams() {
        int left = stateless(source());
        int right = stateless(source());
        JoinKind kind = kind(3);
        long before = time(5_000);
        long after = kind == JoinKind.INNER ? time(5_000) : before;
        return add(new Step.StreamJoin(left, right, kind, name("join"), before, after, time(20_000)));
    }

    private int global() {
        int stream = stateless(source());
        int table = add(new Step.Global(name("global"), name("rows")));
        return add(new Step.GlobalJoin(stream, table, kind(2)));
    }

    private long time(int belowMs) {
        return random.nextInt(belowMs);
    }

    private int aggregate(int stream) {
        return fold(chance(2) ? stream : boundary(stream, true));
    }

    private int fold(int input) {
        Fold fold = Fold.values()[random.nextInt(3)];
        return add(new Step.Aggregate(input, fold, name("store"), chance(3)));
    }

    private int windows(int stream) {
        return windowsOf(chance(2) ? stream : boundary(stream, true));
    }

    private int windowsOf(int input) {
        switch (random.nextInt(4)) {
            case 0 -> {
                return add(new Step.Sessions(input, name("store"), 1 + time(5_000), time(20_000), chance(3)));
            }
            case 1 -> {
                return add(new Step.Sliding(
                        input,
                        name("store"),
                        1 + time(5_000),
                        Duration.ofHours(20).toMillis()));
            }
            default -> {
                long size = 1 + time(8_000);
                long advance = chance(2) ? size : Math.max(1, size / (1 + random.nextInt(3)));
                Emission emission = Emission.values()[random.nextInt(3)];
                return add(
                        new Step.Windows(input, Fold.AGGREGATE, name("store"), size, advance, time(20_000), emission));
            }
        }
    }
}
