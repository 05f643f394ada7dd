package io.millrace.simulation.program;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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

        /** All topics that it can read. */
        default List<String> topics() {
            return List.of(topic());
        }

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
    sealed interface Boundary extends Step {

        String name();

        /** What its topic is called behind the name of the application. */
        default String topicName() {
            return name() + "-repartition";
        }

        /** What stands in its topic. */
        default Wire wire() {
            return Wire.TEXT;
        }
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

    /** Records of topics that match a pattern. The first is always there; the others appear while the application runs. */
    record Matching(String prefix, int count) implements Origin {

        /** What matches. */
        public Pattern pattern() {
            return Pattern.compile(prefix + "-[0-9]");
        }

        @Override
        public String topic() {
            return topics().get(0);
        }

        @Override
        public List<String> topics() {
            return IntStream.range(0, count)
                    .mapToObj(number -> prefix + "-" + number)
                    .toList();
        }
    }

    record Table(String topic, String store, boolean inMemory) implements Origin {}

    /** A table that keeps versions, and refuses those that are older than {@code historyMs}. */
    record VersionedTable(String topic, String store, long historyMs) implements Origin {}

    /** A table that every instance has all of; its rows stay as they are, or change while the application runs. */
    record Global(String topic, String store, boolean changes) implements Origin {

        public Global(String topic, String store) {
            this(topic, store, false);
        }
    }

    record MapValues(int input, int salt) implements Unary {}

    /** Counts records, hands them on, and then throws for some that its task reads, by their offsets: such a record is skipped. */
    record Failing(int input, String name, int salt) implements Unary {}

    record Filter(int input, int salt) implements Unary {}

    record FlatMapValues(int input, int salt) implements Unary {}

    record Deduplicate(int input, String name, long windowMs) implements Unary {}

    /** The Processor API: two stores, two punctuators. */
    record Process(int input, String name, boolean rowsInMemory) implements Unary {}

    /** A new key, and an explicit repartition. */
    record Repartition(int input, String name, int salt, int partitions) implements Unary, Boundary {}

    /** A new key, and the repartition that grouping by it makes. */
    record GroupBy(int input, String name, int salt) implements Unary, Boundary {}

    record Aggregate(int input, Fold fold, String store, boolean inMemory) implements Unary {}

    /** Rows of a table under a new key: old and new values cross the boundary. */
    record GroupTable(int input, String name, int salt) implements Unary, Boundary {

        @Override
        public Wire wire() {
            return Wire.CHANGE;
        }
    }

    /** Adds and subtracts the rows of a {@link GroupTable}. */
    record TableAggregate(int input, Fold fold, String store, boolean inMemory) implements Unary {}

    /**
     * Streams that are aggregated into one table.
     *
     * @param sizeMs of windows; 0 for none
     */
    record Cogroup(List<Integer> inputs, String store, boolean inMemory, long sizeMs, long graceMs) implements Step {

        public Cogroup {
            inputs = List.copyOf(inputs);
        }
    }

    /** Windows of {@code sizeMs}, each {@code advanceMs} after the one before. */
    record Windows(int input, Fold fold, String store, long sizeMs, long advanceMs, long graceMs, Emission emission)
            implements Unary {}

    record Sessions(int input, String store, long gapMs, long graceMs, boolean inMemory) implements Unary {}

    /** Counts in windows that end at a record, or begin behind one. */
    record Sliding(int input, String store, long differenceMs, long graceMs) implements Unary {}

    record TableJoin(int left, int right, JoinKind kind) implements Join {}

    /**
     * A stream with the rows of a table.
     *
     * @param graceMs for how long records wait for the table's version of their time; -1 if they do not
     */
    record StreamTableJoin(int left, int right, JoinKind kind, long graceMs) implements Join {

        public StreamTableJoin(int left, int right, JoinKind kind) {
            this(left, right, kind, -1);
        }
    }

    /** Where the left side of a foreign-key join tells the right one which row it wants. */
    record Register(int input, JoinKind kind, String name, int salt) implements Unary, Boundary {

        @Override
        public String topicName() {
            return name() + "-subscription-registration-topic";
        }

        @Override
        public Wire wire() {
            return Wire.REGISTRATION;
        }
    }

    /** Where the right side, a table, answers registrations: at once, and whenever the row changes. */
    record Answer(int register, int right, String name) implements Boundary {

        /** Where registrations are kept. */
        public static String storeName(String name) {
            return name + "-subscription-store";
        }

        @Override
        public List<Integer> inputs() {
            return List.of(register, right);
        }

        @Override
        public String topicName() {
            return name() + "-subscription-response-topic";
        }

        @Override
        public Wire wire() {
            return Wire.ANSWER;
        }
    }

    /** A foreign-key join, seen from where answers meet the rows of the left table. */
    record Resolve(int answer, int left, JoinKind kind) implements Step {

        @Override
        public List<Integer> inputs() {
            return List.of(answer, left);
        }
    }

    record StreamJoin(int left, int right, JoinKind kind, String name, long beforeMs, long afterMs, long graceMs)
            implements Join {}

    /**
     * A stream with the rows of a global table.
     *
     * @param name of the step that notes what was found, since that depends on timing; empty if it does not
     */
    record GlobalJoin(int left, int right, JoinKind kind, String name) implements Join {

        public GlobalJoin(int left, int right, JoinKind kind) {
            this(left, right, kind, "");
        }

        /** Whether what it finds is noted in the journal. */
        public boolean isNoted() {
            return !name.isEmpty();
        }
    }

    /** The updates of a table as a stream; windowed keys become strings. */
    record ToStream(int input) implements Unary {}

    record Sink(int input, String topic) implements Unary {}
}
