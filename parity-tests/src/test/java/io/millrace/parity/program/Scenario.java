package io.millrace.parity.program;

import java.util.List;
import java.util.stream.Collectors;

/** A program, the settings it runs with, and what happens to it. Immutable. */
public record Scenario(Program program, Settings settings, List<Event> events) {

    public Scenario {
        events = List.copyOf(events);
    }

    /**
     * Settings.
     *
     * @param caching whether the record cache has its default size; else none
     * @param optimization value of {@code topology.optimization}
     * @param inMemory whether stores that the program does not choose are in memory
     * @param handler what happens to a record whose processing fails
     * @param header whether stores are to keep headers
     * @param wrapper whether a processor wrapper shows what every processor is given
     */
    public record Settings(
            boolean caching, String optimization, boolean inMemory, String handler, boolean header, boolean wrapper) {

        /** Plain settings. */
        public static final Settings PLAIN = new Settings(false, "none", true, "fail", false, false);
    }

    @Override
    public String toString() {
        return settings + "\n" + program
                + events.stream().map(event -> "  " + event + "\n").collect(Collectors.joining());
    }
}
