package io.millrace.parity.program;

import io.millrace.parity.program.Scenario.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads scenarios that were written by {@link Scenario#toString}, as a campaign shows them. */
public final class ScenarioText {

    private static final Pattern SETTINGS = Pattern.compile(
            "Settings\\[caching=(.*), optimization=(.*), inMemory=(.*), handler=(.*), header=(\\w+)(?:, wrapper=(\\w+))?]");
    private static final Pattern STEP =
            Pattern.compile("s\\d+ = (\\w+)\\((.*?)\\)(?: \\{(.*)})? -> (\\w+)<(\\w+),(\\w+)>(?: of (\\d+))?");
    private static final Pattern PIPE =
            Pattern.compile("Pipe\\[topic=(.*), key=(.*), value=(.*), timestampMs=(.*), headers=\\[(.*)]]");
    private static final Pattern ADVANCE = Pattern.compile("Advance\\[ms=(.*)]");

    private ScenarioText() {}

    /** The scenario of a text; lines that are blank or begin with # say nothing. */
    public static Scenario parse(String text) {
        Settings settings = Settings.PLAIN;
        List<Step> steps = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            Matcher matcher;
            if ((matcher = SETTINGS.matcher(line)).matches()) {
                settings = settings(matcher);
            } else if ((matcher = STEP.matcher(line)).matches()) {
                steps.add(step(matcher));
            } else if ((matcher = PIPE.matcher(line)).matches()) {
                events.add(pipe(matcher));
            } else if ((matcher = ADVANCE.matcher(line)).matches()) {
                events.add(new Event.Advance(Long.parseLong(matcher.group(1))));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw new IllegalArgumentException("Neither settings nor step nor event: " + line);
            }
        }
        return new Scenario(new Program(steps), settings, events);
    }

    private static Settings settings(Matcher found) {
        return new Settings(
                Boolean.parseBoolean(found.group(1)),
                found.group(2),
                Boolean.parseBoolean(found.group(3)),
                found.group(4),
                Boolean.parseBoolean(found.group(5)),
                Boolean.parseBoolean(found.group(6)));
    }

    private static Step step(Matcher found) {
        List<Integer> inputs = parts(found.group(2))
                .map(input -> Integer.parseInt(input.substring(1)))
                .toList();
        SortedMap<String, String> options = new TreeMap<>();
        parts(found.group(3)).forEach(option -> {
            String[] pair = option.split("=", 2);
            options.put(pair[0], pair[1]);
        });
        Shape shape = new Shape(
                Shape.Kind.valueOf(found.group(4)),
                Shape.Type.valueOf(found.group(5)),
                Shape.Type.valueOf(found.group(6)),
                found.group(7) == null ? 0 : Long.parseLong(found.group(7)));
        return new Step(Operator.valueOf(found.group(1)), inputs, options, shape);
    }

    private static Event pipe(Matcher found) {
        List<String> headers = List.of(found.group(5).split(", ", -1));
        return new Event.Pipe(
                found.group(1),
                orNull(found.group(2)),
                orNull(found.group(3)),
                Long.parseLong(found.group(4)),
                found.group(5).isEmpty() ? List.of() : headers);
    }

    private static Stream<String> parts(@Nullable String text) {
        return text == null || text.isEmpty() ? Stream.of() : Stream.of(text.split(", "));
    }

    private static @Nullable String orNull(String text) {
        return text.equals("null") ? null : text;
    }
}
