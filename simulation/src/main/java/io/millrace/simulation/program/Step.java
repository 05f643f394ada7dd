package io.millrace.simulation.program;

import java.util.List;

/** One operator of a program. Inputs are numbers of earlier steps; all keys and values are strings, but for counts in stores. Immutable. */
public sealed interface Step {

    /** Numbers of the steps whose records come in. */
    List<Integer> inputs();

    /** Which rows of a join come out without a partner. */
    enum JoinKind {
        INNER,
        LEFT,
        OUTER
    }

    /** How rows of a group become one. */
    enum Fold {
        COUNT,
        REDUCE,
        AGGREGATE
    }

    /** When results of windows go on. */
    enum Emission {
        /** With every change. */
        UPDATES,
        /** Once, by the emission strategy. */
        ON_CLOSE,
        /** Once, by a suppression behind the aggregation. */
        SUPPRESSED
    }

    /** Where a source begins. */
    sealed interface Origin extends Step {

        String topic();

        @Override
        default List<Integer> inputs() {
            return List.of();
        }
    }

    /** A step with one input. */
    sealed interface Unary extends Step {

        int input();

        @Override
        default List<Integer> inputs() {
            return List.of(input());
        }
    }

    /** A step with two inputs. */
    sealed interface Join extends Step {

        int left();

        int right();

        JoinKind kind();

        @Override
        default List<Integer> inputs() {
            return List.of(left(), right());
        }
    }

    /** Where a sub-topology ends: what comes in goes to a topic that the next one reads. */
    sealed interface Boundary extends Unary {

        String name();
    }

    /**
     * Records.
     *
     * @param lateSalt chooses those that have no time of their own, and get that of their partition; -1 for none
     */
    record Stream(String topic, int lateSalt) implements Origin {

        public Stream(String topic) {
            this(topic, -1);
        }
    }

    record Table(String topic, String store, boolean inMemory) implements Origin {}

    record Global(String topic, String store) implements Origin {}

    record MapValues(int input, int salt) implements Unary {}

    /** Counts records, hands them on, and then throws for some that its task reads, by their offsets: such a record is skipped. */
    record Failing(int input, String name, int salt) implements Unary {}

    record Filter(int input, int salt) implements Unary {}

    record FlatMapValues(int input, int salt) implements Unary {}

    record Deduplicate(int input, String name, long windowMs) implements Unary {}

    /** The Processor API: two stores, two punctuators. */
    record Process(int input, String name, boolean rowsInMemory) implements Unary {}

    /** A new key, and an explicit repartition. */
    record Repartition(int input, String name, int salt, int partitions) implements Boundary {}

    /** A new key, and the repartition that grouping by it makes. */
    record GroupBy(int input, String name, int salt) implements Boundary {}

    record Aggregate(int input, Fold fold, String store, boolean inMemory) implements Unary {}

    /** Windows of {@code sizeMs}, each {@code advanceMs} after the one before. */
    record Windows(int input, Fold fold, String store, long sizeMs, long advanceMs, long graceMs, Emission emission)
            implements Unary {}

    record Sessions(int input, String store, long gapMs, long graceMs, boolean inMemory) implements Unary {}

    /** Counts in windows that end at a record, or begin behind one. */
    record Sliding(int input, String store, long differenceMs, long graceMs) implements Unary {}

    record TableJoin(int left, int right, JoinKind kind) implements Join {}

    record StreamTableJoin(int left, int right, JoinKind kind) implements Join {}

    record StreamJoin(int left, int right, JoinKind kind, String name, long beforeMs, long afterMs, long graceMs)
            implements Join {}

    record GlobalJoin(int left, int right, JoinKind kind) implements Join {}

    /** The updates of a table as a stream; windowed keys become strings. */
    record ToStream(int input) implements Unary {}

    record Sink(int input, String topic) implements Unary {}
}
