package io.millrace.simulation.reference;

import io.millrace.simulation.program.Journal;
import io.millrace.simulation.program.Program;
import io.millrace.simulation.program.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** One task of a program, fed with what the task has processed. */
public final class Reference {

    private final Program program;
    private final int partition;
    private final Map<String, GlobalRows> globals;
    private final boolean isPatient;
    private final Map<String, Integer> parts;
    /** By step; of a boundary the one that reads its topic. */
    private final Map<Integer, Operator> operators = new HashMap<>();

    private final List<Operator> all = new ArrayList<>();
    private final Map<String, Operator> sources = new LinkedHashMap<>();
    private final Map<String, Map<Integer, List<Output>>> outputs = new LinkedHashMap<>();
    private final Map<String, Set<Integer>> above = new HashMap<>();
    private long lastNumber;
    /** Of the record that is processed; -1 for a tick. */
    private long offset;
    /** The largest time of a record, over all that the task has read. */
    private long streamTimeMs = -1;
    /** Whether the line before was of the same task as the one that is processed. */
    private boolean goesOn;

    private final List<String> problems = new ArrayList<>();

    /**
     * @param partition of the task
     * @param globals rows of the global tables, by topic
     * @param isPatient whether rows of joins never come out alone; else as soon as they can find no partner. When they do come out is not described.
     */
    public Reference(Program program, int partition, Map<String, GlobalRows> globals, boolean isPatient) {
        this.program = program;
        this.partition = partition;
        this.globals = globals;
        this.isPatient = isPatient;
        this.parts = parts(program);
        for (int i = 0; i < program.steps().size(); i++) {
            build(i, program.steps().get(i));
        }
    }

    private void build(int number, Step step) {
        if (step instanceof Step.Global) {
            return;
        }
        Operator operator = make(number, step);
        all.add(operator);
        if (step instanceof Step.Boundary boundary) {
            connect(number, step, operator);
            above.put(Program.topicOf(boundary), stepsAbove(number));
            Operator reader = new Simple.Pass();
            sources.put(Program.topicOf(boundary), reader);
            operators.put(number, reader);
            return;
        }
        operators.put(number, operator);
        if (step instanceof Step.Origin origin) {
            origin.topics().forEach(topic -> sources.put(topic, operator));
        } else {
            connect(number, step, operator);
        }
        if (step instanceof Step.Sink sink) {
            above.put(sink.topic(), stepsAbove(number));
        }
    }

    private void connect(int number, Step step, Operator operator) {
        for (int i = 0; i < step.inputs().size(); i++) {
            Operator input = operators.get(step.inputs().get(i));
            if (input != null) {
                input.then(operator, i);
            }
        }
    }

    /** The steps of the same sub-topology whose results come out of a step. */
    private Set<Integer> stepsAbove(int number) {
        Set<Integer> steps = new HashSet<>();
        for (int input : program.steps().get(number).inputs()) {
            steps.add(input);
            if (!(program.steps().get(input) instanceof Step.Boundary)) {
                steps.addAll(stepsAbove(input));
            }
        }
        return steps;
    }

    private Operator operator(int step) {
        Operator operator = operators.get(step);
        if (operator == null) {
            throw new IllegalStateException("Step " + step + " is not there yet");
        }
        return operator;
    }

    private Map<Integer, List<Output>> outputs(String topic) {
        return outputs.computeIfAbsent(topic, name -> new TreeMap<>());
    }

    private Operator make(int number, Step step) {
        if (step instanceof Step.Stream
                || step instanceof Step.Matching
                || step instanceof Step.Deduplicate
                || step instanceof Step.ToStream) {
            return step instanceof Step.Deduplicate one
                    ? new Simple.Deduplicate(one.windowMs())
                    : step instanceof Step.ToStream ? new Simple.ToStream() : new Simple.Pass();
        } else if (step instanceof Step.Table one) {
            return new Simple.Table(one.store());
        } else if (step instanceof Step.MapValues one) {
            return new Simple.MapValues(one.salt());
        } else if (step instanceof Step.Failing one) {
            return new Simple.Failing(one, () -> offset);
        } else if (step instanceof Step.Filter one) {
            return new Simple.Filter(one.salt());
        } else if (step instanceof Step.FlatMapValues one) {
            return new Simple.FlatMapValues(one.salt());
        } else if (step instanceof Step.Process one) {
            return new TwoMaps(one.name());
        } else if (step instanceof Step.Aggregate one) {
            return new Simple.Aggregate(one);
        } else if (step instanceof Step.Cogroup one) {
            return new Cogrouping(one);
        } else if (step instanceof Step.VersionedTable one) {
            return new Versioned(one);
        } else if (step instanceof Step.GroupTable one) {
            return new Regrouping.Ends(one.salt(), program.partitionsOf(number), outputs(Program.topicOf(one)));
        } else if (step instanceof Step.TableAggregate one) {
            return new Regrouping.Aggregate(one);
        } else if (step instanceof Step.Register one) {
            return new ForeignKeys.Register(
                    one, partition, program.partitionsOf(number), outputs(Program.topicOf(one)));
        } else if (step instanceof Step.Answer one) {
            return new ForeignKeys.Answer(one.name(), operator(one.right()), outputs(Program.topicOf(one)));
        } else if (step instanceof Step.Resolve one) {
            return new ForeignKeys.Resolve(one.kind(), operator(one.left()));
        } else if (step instanceof Step.Windows one) {
            return new Windowing.Fixed(one);
        } else if (step instanceof Step.Sessions one) {
            return new Windowing.Sessions(one);
        } else if (step instanceof Step.Sliding one) {
            return new Windowing.Sliding(one);
        } else if (step instanceof Step.TableJoin one) {
            return new Simple.TableJoin(one.kind(), operator(one.left()), operator(one.right()));
        } else if (step instanceof Step.StreamTableJoin one) {
            return one.graceMs() >= 0
                    ? new Versioned.Waiting(one, operator(one.right()))
                    : new Simple.StreamTableJoin(one.kind(), operator(one.right()));
        } else if (step instanceof Step.StreamJoin one) {
            return new StreamJoin(one, isPatient);
        } else if (step instanceof Step.GlobalJoin one) {
            String topic = ((Step.Global) program.steps().get(one.right())).topic();
            return new GlobalJoin(one, globals.getOrDefault(topic, GlobalRows.unchanging(Map.of())), problems);
        } else if (step instanceof Step.Repartition one) {
            String topic = Program.topicOf(one);
            return new Simple.End(topic, one.partitions(), one.salt(), true, outputs(topic));
        } else if (step instanceof Step.GroupBy one) {
            String topic = Program.topicOf(one);
            return new Simple.End(topic, program.partitionsOf(number), one.salt(), true, outputs(topic));
        }
        Step.Sink sink = (Step.Sink) step;
        return new Simple.End(sink.topic(), program.partitions(), null, false, outputs(sink.topic()));
    }

    /** The task has processed this. */
    public void process(Journal.Line line) {
        goesOn = line.taskNumber() <= lastNumber;
        if (!goesOn) {
            all.forEach(Operator::restart);
        }
        lastNumber = line.number();
        offset = line.offset();
        if (line.kind() == Journal.Kind.LOOKUP) {
            joinOf(line.source().topic()).noted(line);
            return;
        }
        if (line.kind() == Journal.Kind.RECORD) {
            checkTicks(line);
            all.stream().filter(GlobalJoin.class::isInstance).forEach(join -> ((GlobalJoin) join).next(line.number()));
            streamTimeMs = Math.max(streamTimeMs, line.timeMs());
            Operator source = sources.get(line.source().topic());
            if (source == null) {
                throw new IllegalStateException("Nobody reads " + line.source());
            }
            source.accept(0, new Row(line.key(), line.value(), line.timeMs()));
            return;
        }
        if (line.kind() == Journal.Kind.STREAM_TICK && line.timeMs() != streamTimeMs) {
            problems.add("stream time is " + streamTimeMs + " at " + line);
        }
        for (int i = 0; i < program.steps().size(); i++) {
            if (program.steps().get(i) instanceof Step.Process process
                    && process.name().equals(line.source().topic())) {
                operator(i).tick(line.kind() == Journal.Kind.WALL_TICK, line.timeMs());
            }
        }
    }

    private GlobalJoin joinOf(String name) {
        for (int i = 0; i < program.steps().size(); i++) {
            if (program.steps().get(i) instanceof Step.GlobalJoin join
                    && join.name().equals(name)) {
                return (GlobalJoin) operator(i);
            }
        }
        throw new IllegalStateException("There is no join " + name);
    }

    /** A tick comes before the next record, but for the first one of a task that has been made anew. */
    private void checkTicks(Journal.Line line) {
        for (int i = 0; i < program.steps().size() && goesOn; i++) {
            boolean isHere = program.steps().get(i) instanceof Step.Process process
                    && Objects.equals(
                            parts.get(process.name()), parts.get(line.source().topic()));
            if (isHere && operator(i).missesTick(streamTimeMs)) {
                problems.add("stream time was " + streamTimeMs + ", and has not ticked before " + line);
            }
        }
    }

    /** What the task has done, or left out, that no task may. */
    public List<String> problems() {
        return problems;
    }

    /** What came out, by topic and partition. */
    public Map<String, Map<Integer, List<Output>>> outputs() {
        return outputs;
    }

    /** How many records were skipped, since a step threw. */
    public long skipped() {
        return operators.values().stream()
                .filter(Simple.Failing.class::isInstance)
                .mapToLong(failing -> ((Simple.Failing) failing).skipped())
                .sum();
    }

    /** Whether the order in a topic is not described. */
    public boolean isUncertain(String topic) {
        return above.getOrDefault(topic, Set.of()).stream()
                .anyMatch(step -> operators.containsKey(step) && operator(step).isUncertain());
    }

    /** What is in the stores that were named, by store: rows as text. */
    public Map<String, Map<String, String>> stores() {
        Map<String, Map<String, String>> stores = new TreeMap<>();
        all.forEach(operator -> stores.putAll(operator.stores()));
        return stores;
    }

    /** What has gone into the stores whose changelogs have each put, by store. */
    public Map<String, List<Output>> puts() {
        Map<String, List<Output>> puts = new TreeMap<>();
        all.forEach(operator -> puts.putAll(operator.puts()));
        return puts;
    }

    /** The sub-topologies: for each topic that is read, and each step that ticks or looks rows up, the number of its part. */
    public static Map<String, Integer> parts(Program program) {
        int[] part = new int[program.steps().size()];
        for (int i = 0; i < part.length; i++) {
            part[i] = i;
        }
        for (int i = 0; i < part.length; i++) {
            for (int input : program.steps().get(i).inputs()) {
                boolean isGlobal = program.steps().get(input) instanceof Step.Global;
                // What reads from a boundary is another part than what writes to it.
                Step step = program.steps().get(i);
                if (!isGlobal) {
                    merge(part, step instanceof Step.Boundary ? step.inputs().get(0) : i, input);
                }
            }
        }
        Map<String, Integer> parts = new HashMap<>();
        for (int i = 0; i < part.length; i++) {
            Step step = program.steps().get(i);
            if (step instanceof Step.Origin origin) {
                int number = part[i];
                origin.topics().forEach(topic -> parts.put(topic, number));
            } else if (step instanceof Step.Boundary boundary) {
                parts.put(Program.topicOf(boundary), part[i]);
            } else if (step instanceof Step.Process process) {
                parts.put(process.name(), part[i]);
            } else if (step instanceof Step.GlobalJoin join && join.isNoted()) {
                parts.put(join.name(), part[i]);
            }
        }
        return parts;
    }

    private static void merge(int[] part, int first, int second) {
        int from = part[first];
        int to = part[second];
        for (int i = 0; i < part.length; i++) {
            if (part[i] == from) {
                part[i] = to;
            }
        }
    }
}
