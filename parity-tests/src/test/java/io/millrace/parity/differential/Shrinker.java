package io.millrace.parity.differential;

import io.millrace.parity.program.Event;
import io.millrace.parity.program.Operator;
import io.millrace.parity.program.Program;
import io.millrace.parity.program.Scenario;
import io.millrace.parity.program.Scenario.Settings;
import io.millrace.parity.program.Shape;
import io.millrace.parity.program.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes a scenario smaller as long as it still shows what it showed: fewer records, fewer steps, fewer options, plainer settings. */
final class Shrinker {

    private final Predicate<Scenario> stillFails;

    Shrinker(Predicate<Scenario> stillFails) {
        this.stillFails = stillFails;
    }

    Scenario shrink(Scenario failing) {
        Scenario smallest = failing;
        boolean progress = true;
        while (progress) {
            Scenario before = smallest;
            smallest = withFewerEvents(smallest);
            smallest = withFewerSteps(smallest);
            smallest = withFewerOptions(smallest);
            smallest = withPlainerSettings(smallest);
            smallest = withPlainerEvents(smallest);
            progress = !smallest.equals(before);
        }
        return smallest;
    }

    private Scenario withFewerEvents(Scenario start) {
        Scenario smallest = start;
        for (int size = Math.max(1, start.events().size() / 2); size > 0; size /= 2) {
            int from = 0;
            while (from < smallest.events().size()) {
                List<Event> fewer = new ArrayList<>(smallest.events());
                fewer.subList(from, Math.min(from + size, fewer.size())).clear();
                Scenario candidate = new Scenario(smallest.program(), smallest.settings(), fewer);
                if (stillFails.test(candidate)) {
                    smallest = candidate;
                } else {
                    from += size;
                }
            }
        }
        return smallest;
    }

    private Scenario withFewerSteps(Scenario start) {
        Scenario smallest = start;
        for (int i = smallest.program().steps().size() - 1; i >= 0; i--) {
            if (i >= smallest.program().steps().size()) {
                continue;
            }
            Program fewer = without(smallest.program(), i);
            if (fewer != null) {
                Scenario candidate = new Scenario(fewer, smallest.settings(), eventsFor(fewer, smallest.events()));
                if (stillFails.test(candidate)) {
                    smallest = candidate;
                }
            }
        }
        return smallest;
    }

    /** Without one step; what used it uses its first input if that is of the same shape, and goes too if not. */
    private static @Nullable Program without(Program program, int removed) {
        Step gone = program.steps().get(removed);
        List<Step> kept = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < program.steps().size(); i++) {
            Step step = program.steps().get(i);
            if (i == removed) {
                boolean canStandIn = !gone.inputs().isEmpty()
                        && places.get(gone.inputs().get(0)) >= 0
                        && kept.get(places.get(gone.inputs().get(0))).shape().equals(gone.shape());
                places.add(canStandIn ? places.get(gone.inputs().get(0)) : -1);
                continue;
            }
            List<Integer> inputs = step.inputs().stream().map(places::get).toList();
            if (inputs.contains(-1)) {
                places.add(-1);
                continue;
            }
            places.add(kept.size());
            kept.add(step.withInputs(inputs));
        }
        return kept.isEmpty() ? null : new Program(kept);
    }

    /** Only records of topics that the program reads. */
    private static List<Event> eventsFor(Program program, List<Event> events) {
        return events.stream()
                .filter(event -> !(event instanceof Event.Pipe pipe) || reads(program, pipe.topic()))
                .toList();
    }

    private static boolean reads(Program program, String topic) {
        for (Step step : program.steps()) {
            if (step.operator() == Operator.STREAM_PATTERN && topic.startsWith("pat-")
                    || step.has("topics")
                            && List.of(step.require("topics").split(",")).contains(topic)) {
                return true;
            }
        }
        return false;
    }

    private Scenario withFewerOptions(Scenario start) {
        Scenario smallest = start;
        for (int i = 0; i < smallest.program().steps().size(); i++) {
            for (String option :
                    List.copyOf(smallest.program().steps().get(i).options().keySet())) {
                Step step = smallest.program().steps().get(i);
                if (step.shape().key() != Shape.Type.STRING && option.equals("windows")) {
                    continue;
                }
                Scenario candidate = replaced(smallest, i, step.without(option));
                if (stillFails.test(candidate)) {
                    smallest = candidate;
                }
            }
        }
        return smallest;
    }

    private static Scenario replaced(Scenario scenario, int index, Step step) {
        List<Step> steps = new ArrayList<>(scenario.program().steps());
        steps.set(index, step);
        return new Scenario(new Program(steps), scenario.settings(), scenario.events());
    }

    private Scenario withPlainerSettings(Scenario start) {
        Settings now = start.settings();
        Settings plain = Settings.PLAIN;
        Scenario smallest = start;
        for (Settings candidate : List.of(
                plain,
                new Settings(now.caching(), plain.optimization(), true, "fail", false, false),
                new Settings(now.caching(), now.optimization(), true, "fail", false, false),
                new Settings(now.caching(), now.optimization(), now.inMemory(), now.handler(), now.header(), false),
                new Settings(false, now.optimization(), now.inMemory(), now.handler(), now.header(), now.wrapper()))) {
            Scenario plainer = new Scenario(smallest.program(), candidate, smallest.events());
            if (!candidate.equals(smallest.settings()) && stillFails.test(plainer)) {
                return plainer;
            }
        }
        return smallest;
    }

    private Scenario withPlainerEvents(Scenario start) {
        Scenario smallest = start;
        for (int i = 0; i < smallest.events().size(); i++) {
            if (smallest.events().get(i) instanceof Event.Pipe pipe
                    && !pipe.headers().isEmpty()) {
                List<Event> plainer = new ArrayList<>(smallest.events());
                plainer.set(i, new Event.Pipe(pipe.topic(), pipe.key(), pipe.value(), pipe.timestampMs(), List.of()));
                Scenario candidate = new Scenario(smallest.program(), smallest.settings(), plainer);
                if (stillFails.test(candidate)) {
                    smallest = candidate;
                }
            }
        }
        return smallest;
    }
}
