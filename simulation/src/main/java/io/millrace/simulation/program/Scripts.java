package io.millrace.simulation.program;

import io.millrace.simulation.program.Step.Aggregate;
import io.millrace.simulation.program.Step.Deduplicate;
import io.millrace.simulation.program.Step.Emission;
import io.millrace.simulation.program.Step.Filter;
import io.millrace.simulation.program.Step.FlatMapValues;
import io.millrace.simulation.program.Step.Fold;
import io.millrace.simulation.program.Step.Global;
import io.millrace.simulation.program.Step.GlobalJoin;
import io.millrace.simulation.program.Step.GroupBy;
import io.millrace.simulation.program.Step.JoinKind;
import io.millrace.simulation.program.Step.MapValues;
import io.millrace.simulation.program.Step.Process;
import io.millrace.simulation.program.Step.Repartition;
import io.millrace.simulation.program.Step.Sessions;
import io.millrace.simulation.program.Step.Sink;
import io.millrace.simulation.program.Step.Sliding;
import io.millrace.simulation.program.Step.Stream;
import io.millrace.simulation.program.Step.StreamJoin;
import io.millrace.simulation.program.Step.StreamTableJoin;
import io.millrace.simulation.program.Step.Table;
import io.millrace.simulation.program.Step.TableJoin;
import io.millrace.simulation.program.Step.ToStream;
import io.millrace.simulation.program.Step.Windows;
import java.time.Duration;
import java.util.List;

/** Programs that stay as they are, for sweeps over all their operations. Each step reads from the one before, unless it says otherwise. */
public final class Scripts {

    private static final long GRACE_MS = 10_000;

    private Scripts() {}

    /** All of them; their places are their numbers. */
    public static List<Program> all() {
        return List.of(
                program(1, new Stream("in"), new MapValues(0, 1), new Filter(1, 2), new FlatMapValues(2, 3), sink(3)),
                program(
                        2,
                        new Stream("in"),
                        new GroupBy(0, "group", 1),
                        new Aggregate(1, Fold.COUNT, "store", false),
                        new ToStream(2),
                        sink(3)),
                program(
                        2,
                        new Stream("in"),
                        new Aggregate(0, Fold.REDUCE, "store", true),
                        new ToStream(1),
                        new Repartition(2, "again", 1, 3),
                        new MapValues(3, 1),
                        sink(4)),
                program(
                        1,
                        new Table("in", "left", false),
                        new Table("in2", "right", true),
                        new TableJoin(0, 1, JoinKind.OUTER),
                        new ToStream(2),
                        sink(3)),
                program(
                        2,
                        new Stream("in"),
                        new Table("in2", "right", false),
                        new StreamTableJoin(0, 1, JoinKind.LEFT),
                        sink(2)),
                program(
                        1,
                        new Stream("in"),
                        new Stream("in2"),
                        new StreamJoin(0, 1, JoinKind.INNER, "join", 3_000, 2_000, GRACE_MS),
                        sink(2)),
                program(
                        1,
                        new Stream("in"),
                        new Stream("in2"),
                        new StreamJoin(0, 1, JoinKind.OUTER, "join", 2_000, 2_000, GRACE_MS),
                        sink(2)),
                program(
                        1,
                        new Stream("in"),
                        new Windows(0, Fold.AGGREGATE, "store", 6_000, 2_000, GRACE_MS, Emission.UPDATES),
                        new ToStream(1),
                        sink(2)),
                program(
                        2,
                        new Stream("in"),
                        new GroupBy(0, "group", 1),
                        new Sessions(1, "store", 3_000, GRACE_MS, false),
                        new ToStream(2),
                        sink(3)),
                program(
                        1,
                        new Stream("in"),
                        new GroupBy(0, "group", 1),
                        new Windows(1, Fold.AGGREGATE, "store", 4_000, 4_000, 3_000, Emission.SUPPRESSED),
                        new ToStream(2),
                        sink(3)),
                program(
                        2,
                        new Stream("in"),
                        new Deduplicate(0, "dedup", 5_000),
                        new Global("table", "rows"),
                        new GlobalJoin(1, 2, JoinKind.LEFT),
                        sink(3),
                        new Stream("in2"),
                        new Sliding(5, "counts", 2_000, Duration.ofHours(20).toMillis()),
                        new ToStream(6),
                        new Sink(7, "out2")),
                program(
                        1,
                        new Stream("in"),
                        new Process(0, "process", true),
                        new Repartition(1, "again", 1, 2),
                        new Windows(2, Fold.AGGREGATE, "store", 4_000, 4_000, 3_000, Emission.ON_CLOSE),
                        new ToStream(3),
                        sink(4)));
    }

    private static Program program(int partitions, Step... steps) {
        return new Program(List.of(steps), partitions);
    }

    private static Sink sink(int input) {
        return new Sink(input, "out");
    }
}
