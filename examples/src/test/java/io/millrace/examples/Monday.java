package io.millrace.examples;

import io.millrace.state.Window;
import java.time.Instant;

/** Times of one day, for tests: Monday, 2 March 2026, in UTC. */
public final class Monday {

    private static final int TIME_LENGTH = "09:00:00".length();

    private Monday() {}

    /** That day at a time such as {@code 09:00:05} or {@code 09:00:05.250}. */
    public static Instant at(String time) {
        return Instant.parse("2026-03-02T" + time + "Z");
    }

    /** A window of that day as {@code 09:00:00-09:00:10}. */
    public static String span(Window window) {
        return time(window.startTime()) + "-" + time(window.endTime());
    }

    private static String time(Instant instant) {
        return instant.toString().substring("2026-03-02T".length()).substring(0, TIME_LENGTH);
    }
}
