package io.millrace.examples.launch;

import io.millrace.state.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Points of time as people read them, in UTC. */
public final class Times {

    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private Times() {}

    /** As {@code 09:00:01}. */
    public static String time(long timestampMs) {
        return TIME.format(Instant.ofEpochMilli(timestampMs));
    }

    /** As {@code 2026-03-02 09:00:01}. */
    public static String dateAndTime(long timestampMs) {
        return DATE_AND_TIME.format(Instant.ofEpochMilli(timestampMs));
    }

    /** As {@code 2026-03-02}. */
    public static String date(long timestampMs) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(timestampMs), ZoneOffset.UTC)
                .toString();
    }

    /** As {@code 2026-03-02 09:00:00 - 09:00:10}; the end of a window does not belong to it, that of a session does. */
    public static String span(Window window) {
        return dateAndTime(window.start()) + " - " + time(window.end());
    }
}
