package io.millrace.parity.generate;

import io.millrace.parity.program.Event;
import io.millrace.parity.program.Operator;
import io.millrace.parity.program.Program;
import io.millrace.parity.program.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What happens to a program: records with few keys, in and out of order, and wall-clock time. */
final class EventGenerator {

    private static final List<String> VALUES =
            List.of("a1", "b", "abc", "n", "xy", "zz9", "", "d4", "nn", "q", "12345678");

    private final Chance chance;
    private final int scale;
    private long timeMs;

    /**
     * @param scale by which all distances in time are multiplied
     */
    EventGenerator(Chance chance, int scale) {
        this.chance = chance;
        this.scale = scale;
    }

    List<Event> events(Program program) {
        List<String> topics = List.copyOf(topics(program));
        boolean mayBeNegative = program.steps().stream().anyMatch(step -> step.has("extractor")) || chance.percent(2);
        boolean mayThrow = chance.percent(10);
        List<Event> events = new ArrayList<>();
        int count = chance.between(3, 28);
        for (int i = 0; i < count; i++) {
            if (chance.percent(12)) {
                events.add(new Event.Advance(chance.of(1L, 10L, 100L, 1000L, 1001L, 2500L)));
            } else {
                events.add(record(chance.oneOf(topics), mayBeNegative, mayThrow));
            }
        }
        return events;
    }

    private Event record(String topic, boolean mayBeNegative, boolean mayThrow) {
        String key = chance.percent(6) ? null : chance.of("a", "a", "b", "b", "c", "ab");
        String value = chance.percent(14) ? null : chance.oneOf(VALUES);
        if (mayThrow && value != null && chance.percent(10)) {
            value += "!";
        }
        return new Event.Pipe(topic, key, value, nextTimeMs(mayBeNegative), headers());
    }

    private long nextTimeMs(boolean mayBeNegative) {
        if (mayBeNegative && chance.percent(6)) {
            return -1;
        }
        int percent = chance.below(100);
        if (percent < 60) {
            timeMs += (long) scale * chance.of(0, 1, 2, 3, 5, 8);
        } else if (percent < 72) {
            timeMs += (long) scale * chance.of(10, 20, 35, 60);
        } else {
            return Math.max(0, timeMs - (long) scale * chance.of(1, 2, 4, 7, 12, 25, 60));
        }
        return timeMs;
    }

    private List<String> headers() {
        return switch (chance.below(6)) {
            case 0 -> List.of("h", "1");
            case 1 -> List.of("h", "2", "g", "");
            default -> List.of();
        };
    }

    private static Set<String> topics(Program program) {
        Set<String> topics = new TreeSet<>();
        for (Step step : program.steps()) {
            if (step.operator() == Operator.STREAM_PATTERN) {
                topics.addAll(List.of("pat-a", "pat-b"));
            } else if (step.has("topics")) {
                topics.addAll(List.of(step.require("topics").split(",")));
            }
        }
        return topics;
    }
}
