package io.millrace.simulation;

import io.millrace.record.TopicPartition;
import io.millrace.runtime.task.StreamTask;
import io.millrace.simulation.SimBroker.Placed;
import io.millrace.simulation.program.Functions;
import io.millrace.simulation.program.Journal;
import io.millrace.simulation.program.Journal.Line;
import io.millrace.simulation.program.Program;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.reference.GlobalRows;
import io.millrace.simulation.reference.Output;
import io.millrace.simulation.reference.Reference;
import io.millrace.stores.view.TaskView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares everything that is committed at one moment with what the reference makes of the committed input: the journal says which records each task has processed, and in which
 * order; each task is run again by the reference; what comes out of all of them must be what the topics have.
 */
final class Verification {

    private final Setup setup;
    private final SimBroker broker;
    private final Checks checks;
    private final Program program;
    private final Map<TopicPartition, Long> committed;
    private final Map<TopicPartition, List<Line>> journal = new TreeMap<>(Order.PARTITIONS);
    private final Map<Part, List<Line>> tasks = new TreeMap<>(Part.ORDER);
    private final Map<Part, Reference> references = new LinkedHashMap<>();
    private final Map<Part, Reference> patient = new LinkedHashMap<>();
    private final Map<String, Integer> parts;
    private final Map<String, GlobalRows> globals;

    /** A task, by the number of its part of the program. */
    private record Part(int number, int partition) {
        static final Comparator<Part> ORDER =
                Comparator.comparingInt(Part::number).thenComparingInt(Part::partition);
    }

    private Verification(Setup setup, SimBroker broker, Checks checks, Map<String, GlobalRows> globals) {
        this.setup = setup;
        this.broker = broker;
        this.checks = checks;
        this.program = setup.program();
        this.globals = globals;
        this.parts = Reference.parts(program);
        List<String> read = new ArrayList<>(program.inputTopics());
        read.addAll(program.boundaries().values());
        this.committed = broker.committed(broker.partitionsOf(read));
        readJournal();
        tasks.forEach((task, lines) -> {
            references.put(task, run(task, lines, false));
            if (hasPatientJoin()) {
                patient.put(task, run(task, lines, true));
            }
        });
    }

    private Reference run(Part task, List<Line> lines, boolean isPatient) {
        Reference reference = new Reference(program, task.partition(), globals, isPatient);
        lines.forEach(reference::process);
        return reference;
    }

    private boolean hasPatientJoin() {
        return program.steps().stream()
                .anyMatch(step -> step instanceof Step.StreamJoin join && join.kind() != Step.JoinKind.INNER);
    }

    /**
     * Checks everything that can be checked between two steps.
     *
     * @param globals rows of the global tables, by topic
     */
    static Verification of(Setup setup, SimBroker broker, Checks checks, Map<String, GlobalRows> globals) {
        Verification verification = new Verification(setup, broker, checks, globals);
        verification.checkInputs();
        verification.checkDeadLetters();
        verification.checkPurges();
        if (setup.isExactlyOnce()) {
            verification.checkFencing();
            verification.checkTicks();
            verification.checkOutputs();
        }
        return verification;
    }

    private void readJournal() {
        for (TopicPartition partition : broker.partitionsOf(List.of(Journal.TOPIC))) {
            for (Placed placed : broker.read(partition)) {
                Line line = Line.decode(String.valueOf(placed.record().value()));
                journal.computeIfAbsent(line.source(), source -> new ArrayList<>())
                        .add(line);
                Integer part = parts.get(line.source().topic());
                checks.that(Invariant.I1_OUTPUTS, part != null, () -> "a line of nobody's: " + line);
                tasks.computeIfAbsent(
                                new Part(part == null ? -1 : part, line.source().partition()),
                                task -> new ArrayList<>())
                        .add(line);
            }
        }
        tasks.values().forEach(lines -> lines.sort(Comparator.comparingLong(Line::number)));
    }

    /** Once a task has been made anew and has committed, nothing that its earlier owner does is seen. */
    private void checkFencing() {
        journal.forEach((source, lines) -> {
            List<Line> inOrder = new ArrayList<>(lines);
            inOrder.sort(Comparator.comparingLong(Line::number));
            long newest = -1;
            for (Line line : inOrder) {
                long before = newest;
                checks.that(
                        Invariant.I7_FENCING,
                        line.taskNumber() >= before,
                        () -> source + "@" + line.offset() + " was committed by the owner " + line.taskNumber()
                                + " after its successor " + before + " had committed");
                newest = Math.max(newest, line.taskNumber());
            }
        });
    }

    /** Stream time ticks when it is due, and knows all records. */
    private void checkTicks() {
        references.forEach((task, reference) -> checks.that(
                Invariant.I1_OUTPUTS,
                reference.problems().isEmpty(),
                () -> "a task of partition " + task.partition() + ": " + reference.problems()));
    }

    private List<Line> lines(TopicPartition partition) {
        List<Line> lines = new ArrayList<>(journal.getOrDefault(partition, List.of()));
        lines.sort(Comparator.comparingLong(Line::offset).thenComparingLong(Line::number));
        return lines;
    }

    // ---- inputs ----

    /** Each committed record was processed, once, as it is. */
    private void checkInputs() {
        committed.forEach((partition, end) -> {
            List<Line> lines = lines(partition);
            Map<Long, Output> there = new TreeMap<>();
            int lateSalt = program.lateSalt(partition.topic());
            long partitionMs = -1;
            for (Placed placed : broker.read(partition)) {
                Output record = placed.record();
                long timeMs = Functions.time(lateSalt, record.value(), record.timeMs(), partitionMs);
                partitionMs = Math.max(partitionMs, timeMs);
                if (placed.offset() < end) {
                    there.put(placed.offset(), new Output(record.key(), record.value(), timeMs));
                }
            }
            Map<Long, Output> processed = new TreeMap<>();
            for (Line line : lines) {
                Output before = processed.put(line.offset(), new Output(line.key(), line.value(), line.timeMs()));
                checks.that(
                        Invariant.I1_OUTPUTS,
                        before == null || !setup.isExactlyOnce(),
                        () -> partition + "@" + line.offset() + " was processed and committed twice");
                checks.that(
                        Invariant.I1_OUTPUTS,
                        line.offset() < end || !setup.isExactlyOnce(),
                        () -> partition + "@" + line.offset()
                                + " was processed in a committed transaction, but only what is before " + end
                                + " is committed");
            }
            there.forEach((offset, record) -> checks.that(
                    Invariant.I1_OUTPUTS,
                    record.equals(processed.get(offset)),
                    () -> partition + "@" + offset + " is committed as " + record + ", but was processed as "
                            + processed.get(offset)));
        });
    }

    /** Each record that was skipped is a dead letter, once. */
    private void checkDeadLetters() {
        if (!setup.variation().fails()) {
            return;
        }
        long skipped =
                references.values().stream().mapToLong(Reference::skipped).sum();
        int letters = broker.read(new TopicPartition(Variation.DEAD_LETTERS, 0)).size();
        checks.that(
                Invariant.I1_OUTPUTS,
                letters == skipped,
                () -> skipped + " records were skipped, but there are " + letters + " dead letters");
    }

    private void checkPurges() {
        for (TopicPartition partition : broker.partitionsOf(program.boundaries().values())) {
            long start = broker.topics().startOffset(partition);
            long end = committed.getOrDefault(partition, 0L);
            checks.that(
                    Invariant.I9_PURGE,
                    start <= end,
                    () -> partition + " begins at " + start + ", but only " + end + " is committed");
        }
    }

    // ---- outputs ----

    private void checkOutputs() {
        Map<String, Integer> writers = new HashMap<>();
        for (int i = 0; i < program.steps().size(); i++) {
            if (program.steps().get(i) instanceof Step.Sink sink) {
                writers.put(sink.topic(), i);
            } else if (program.steps().get(i) instanceof Step.Boundary boundary) {
                writers.put(Program.topicOf(boundary), i);
            }
        }
        List<String> topics = new ArrayList<>(program.sinkTopics());
        topics.addAll(program.boundaries().values());
        for (String topic : topics) {
            Agreement agreement = Agreement.of(setup, writers.getOrDefault(topic, 0));
            for (TopicPartition partition : broker.partitionsOf(List.of(topic))) {
                List<List<Output>> expected = new ArrayList<>();
                Agreement here = agreement;
                for (Reference reference : references.values()) {
                    Map<Integer, List<Output>> of = reference.outputs().getOrDefault(topic, Map.of());
                    expected.add(of.getOrDefault(partition.partition(), List.of()));
                    if (reference.isUncertain(topic)) {
                        here = here.uncertain(!program.sinkTopics().contains(topic));
                    }
                }
                List<Output> required = new ArrayList<>();
                patient.values()
                        .forEach(reference -> required.addAll(reference
                                .outputs()
                                .getOrDefault(topic, Map.of())
                                .getOrDefault(partition.partition(), List.of())));
                List<Output> actual = program.sinkTopics().contains(topic) ? all(partition) : withPurged(partition);
                here.check(checks, partition, program.wireOf(topic), expected, required, actual);
            }
        }
    }

    private List<Output> all(TopicPartition partition) {
        return broker.read(partition).stream().map(Placed::record).toList();
    }

    /** What was ever in a partition that is purged behind its readers. */
    private List<Output> withPurged(TopicPartition partition) {
        List<Output> records = new ArrayList<>();
        lines(partition).forEach(line -> records.add(new Output(line.key(), line.value(), line.timeMs())));
        long from = committed.getOrDefault(partition, 0L);
        for (Placed placed : broker.read(partition)) {
            if (placed.offset() >= from) {
                records.add(placed.record());
            }
        }
        return records;
    }

    /** All outputs are there at least once, and nothing else. When everything is processed. */
    void checkRepeated() {
        for (String topic : program.sinkTopics()) {
            for (TopicPartition partition : broker.partitionsOf(List.of(topic))) {
                Set<Output> expected = new HashSet<>();
                references
                        .values()
                        .forEach(reference -> expected.addAll(reference
                                .outputs()
                                .getOrDefault(topic, Map.of())
                                .getOrDefault(partition.partition(), List.of())));
                Set<Output> actual = new HashSet<>(all(partition));
                checks.that(
                        Invariant.I1_OUTPUTS,
                        actual.equals(expected),
                        () -> partition + " has " + actual + ", but must have " + expected + " at least once");
            }
        }
    }

    // ---- stores ----

    /** What queries see of an instance's tasks is what the reference keeps. */
    void checkViews(SimInstance instance) {
        if (!setup.isExactlyOnce()) {
            return;
        }
        for (StreamTask task : instance.settledTasks()) {
            Reference reference = referenceOf(task);
            if (reference == null || !isNewest(task)) {
                continue;
            }
            List<Map<String, Map<String, String>>> expected = statesSinceLastRecord(task);
            for (String store : reference.stores().keySet()) {
                StoreText.committed(task.local(), store, instance.settings())
                        .ifPresent(actual -> checks.that(
                                Invariant.I10_QUERIES,
                                expected.stream().anyMatch(state -> actual.equals(state.get(store))),
                                () -> "store " + store + " of task " + task.id() + " has " + actual
                                        + ", but must have "
                                        + expected.get(expected.size() - 1).get(store)));
            }
        }
    }

    /** Ticks move no position: a view of the newest position may be of before any of them. */
    private List<Map<String, Map<String, String>>> statesSinceLastRecord(StreamTask task) {
        List<Line> lines = tasks.getOrDefault(partOf(task), List.of());
        int end = lines.size();
        List<Map<String, Map<String, String>>> states = new ArrayList<>();
        while (end > 0 && lines.get(end - 1).kind() != Journal.Kind.RECORD) {
            states.add(0, run(partOf(task), lines.subList(0, end), false).stores());
            end--;
        }
        states.add(0, run(partOf(task), lines.subList(0, end), false).stores());
        return states;
    }

    private Part partOf(StreamTask task) {
        return new Part(
                parts.getOrDefault(task.partitions().get(0).topic(), -1),
                task.id().partition());
    }

    /** A task publishes every commit once somebody has asked; before that it may show an older one, and says which. */
    private boolean isNewest(StreamTask task) {
        TaskView view = task.local().views().acquire();
        if (view == null) {
            return false;
        }
        try {
            for (TopicPartition partition : task.partitions()) {
                long last =
                        lines(partition).stream().mapToLong(Line::offset).max().orElse(-1);
                long shown = view.position()
                        .getPartitionPositions(partition.topic())
                        .getOrDefault(partition.partition(), -1L);
                long end = committed.getOrDefault(partition, 0L);
                checks.that(
                        Invariant.I10_QUERIES,
                        shown < end || end == 0,
                        () -> "task " + task.id() + " shows " + partition + "@" + shown + ", but only what is before "
                                + end + " is committed");
                if (shown < last) {
                    return false;
                }
            }
            return true;
        } finally {
            view.release();
        }
    }

    private @Nullable Reference referenceOf(StreamTask task) {
        return references.get(partOf(task));
    }

    /** What the changelogs add up to is what the reference keeps. When everything is processed. */
    void checkChangelogs(SimInstance instance) {
        ChangelogCheck check = new ChangelogCheck(setup, broker, checks);
        for (StreamTask task : instance.settledTasks()) {
            Reference reference = referenceOf(task);
            if (reference != null && setup.isExactlyOnce()) {
                check.run(task, reference);
            }
        }
    }

    /**
     * Each left row of a foreign-key join ends up with the right row that it names. When everything is processed. A right row that comes and goes within one commit never leaves its
     * record cache, though left rows that look it up meanwhile see it: as in Kafka Streams, nobody tells them that it is gone.
     */
    void checkForeignKeys() {
        if (setup.isExactlyOnce() && !setup.isCached()) {
            new ForeignKeyCheck(program, broker, checks, List.copyOf(references.values())).run();
        }
    }

    /** Where every reader is. */
    Map<TopicPartition, Long> committed() {
        return committed;
    }
}
