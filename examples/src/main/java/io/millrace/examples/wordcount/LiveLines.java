package io.millrace.examples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.examples.launch.Event;
import io.millrace.examples.launch.LiveInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** About ten lines a second, each a sentence of a fixed form with words that change. */
final class LiveLines implements LiveInput {

    private static final List<String> WHO =
            List.of("The miller", "A heron", "The old dog", "Rain", "The moon", "A child");
    private static final List<String> DOES = List.of("watches", "follows", "forgets", "loves", "crosses", "listens to");
    private static final List<String> WHAT =
            List.of("the wheel", "the river", "the meadow", "the bridge", "the millrace", "the evening");

    @Override
    public List<Event> at(long timeMs, Random random) {
        List<Event> events = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String line = pick(WHO, random) + " " + pick(DOES, random) + " " + pick(WHAT, random) + ".";
            events.add(new Event(timeMs, WordCount.LINES, null, line.getBytes(UTF_8)));
        }
        return events;
    }

    private static String pick(List<String> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }
}
