package io.millrace.simulation.program;

import io.millrace.simulation.program.Step.Boundary;
import io.millrace.simulation.program.Step.Global;
import io.millrace.simulation.program.Step.Origin;
import io.millrace.simulation.program.Step.Sink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A topology as a list of steps, each after those it reads from. Immutable; its text names every step and its inputs.
 *
 * @param partitions of the topics that are fed and written
 */
public record Program(List<Step> steps, int partitions) {

    /** Name under which all programs run. */
    public static final String APPLICATION = "app";

    public Program {
        steps = List.copyOf(steps);
    }

    /** The same with a step that throws now and then, in front of one of the sinks. */
    public Program withFailing(int salt) {
        List<Integer> sinks = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Sink) {
                sinks.add(i);
            }
        }
        int at = sinks.get(salt % sinks.size());
        Sink sink = (Sink) steps.get(at);
        List<Step> more = new ArrayList<>(steps);
        more.set(at, new Step.Failing(sink.input(), "failing", salt));
        more.add(new Sink(at, sink.topic()));
        return new Program(more, partitions);
    }

    /** The same with streams some of whose records have no time of their own. */
    public Program withLate(int salt) {
        return new Program(
                steps.stream()
                        .map(step -> step instanceof Step.Stream stream ? new Step.Stream(stream.topic(), salt) : step)
                        .toList(),
                partitions);
    }

    /** The salt of the stream that reads a topic; -1 if all of its records have a time of their own. */
    public int lateSalt(String topic) {
        return steps.stream()
                .filter(step ->
                        step instanceof Step.Stream stream && stream.topic().equals(topic))
                .mapToInt(step -> ((Step.Stream) step).lateSalt())
                .findFirst()
                .orElse(-1);
    }

    /** The topics that are there when it starts for the first time; of those that are fed, without those of global tables. */
    public List<String> firstInputTopics() {
        return steps.stream()
                .filter(step -> step instanceof Origin && !(step instanceof Global))
                .map(step -> ((Origin) step).topic())
                .distinct()
                .toList();
    }

    /** The topics that are fed, without those of global tables. */
    public List<String> inputTopics() {
        return steps.stream()
                .filter(step -> step instanceof Origin && !(step instanceof Global))
                .flatMap(step -> ((Origin) step).topics().stream())
                .distinct()
                .toList();
    }

    public List<String> globalTopics() {
        return steps.stream()
                .filter(Global.class::isInstance)
                .map(step -> ((Global) step).topic())
                .toList();
    }

    /** The global tables that change while the application runs. */
    public List<Global> changingGlobals() {
        return steps.stream()
                .filter(step -> step instanceof Global global && global.changes())
                .map(Global.class::cast)
                .toList();
    }

    /** Stores whose rows are not those of their changelogs: these have versions as they came. */
    public List<String> versionedStores() {
        return steps.stream()
                .filter(Step.VersionedTable.class::isInstance)
                .map(step -> ((Step.VersionedTable) step).store())
                .toList();
    }

    public List<String> sinkTopics() {
        return steps.stream()
                .filter(Sink.class::isInstance)
                .map(step -> ((Sink) step).topic())
                .toList();
    }

    /** The topic that a boundary writes. */
    public static String topicOf(Boundary boundary) {
        return APPLICATION + "-" + boundary.topicName();
    }

    /** Topics between sub-topologies, by step. */
    public Map<Integer, String> boundaries() {
        Map<Integer, String> topics = new LinkedHashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Boundary boundary) {
                topics.put(i, topicOf(boundary));
            }
        }
        return topics;
    }

    /** What stands in a topic. */
    public Wire wireOf(String topic) {
        return steps.stream()
                .filter(step ->
                        step instanceof Boundary boundary && topicOf(boundary).equals(topic))
                .map(step -> ((Boundary) step).wire())
                .findFirst()
                .orElse(Wire.TEXT);
    }

    /** Number of partitions of what a step puts out. */
    public int partitionsOf(int step) {
        Step at = steps.get(step);
        if (at instanceof Step.Repartition repartition) {
            return repartition.partitions();
        }
        return at instanceof Origin ? partitions : partitionsOf(at.inputs().get(0));
    }

    /** The topics to which the rows of a table go as they are. */
    public List<String> plainSinksOf(int table) {
        List<String> topics = new ArrayList<>();
        for (int stream : readersOf(table)) {
            for (int reader : steps.get(stream) instanceof Step.ToStream ? readersOf(stream) : List.<Integer>of()) {
                if (steps.get(reader) instanceof Sink sink) {
                    topics.add(sink.topic());
                }
            }
        }
        return topics;
    }

    /** Where a foreign-key join asks. */
    public Step.Register registerOf(Step.Resolve join) {
        return (Step.Register) steps.get(answerOf(join).register());
    }

    /** The right table of a foreign-key join. */
    public int rightOf(Step.Resolve join) {
        return answerOf(join).right();
    }

    private Step.Answer answerOf(Step.Resolve join) {
        return (Step.Answer) steps.get(join.answer());
    }

    /** The steps that read from one, in order. */
    public List<Integer> readersOf(int step) {
        List<Integer> readers = new ArrayList<>();
        for (int i = step + 1; i < steps.size(); i++) {
            if (steps.get(i).inputs().contains(step)) {
                readers.add(i);
            }
        }
        return readers;
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            lines.add("  " + i + ": " + steps.get(i));
        }
        return partitions + " partitions\n" + lines.stream().collect(Collectors.joining("\n"));
    }
}
