package io.millrace.examples.wordcount;

import io.millrace.time.Clock;
import java.io.PrintStream;
import java.util.Locale;

/** A line on a terminal that is written over and over while the program works, and cleared at the end. Confined to one thread. */
final class ProgressLine {

    private static final long INTERVAL_NANOS = 200_000_000;
    private static final String CLEAR = "\r\u001B[K";

    private final PrintStream terminal;
    private final Clock clock;
    private final boolean shown;
    private final long startNanos;
    private long lastNanos;
    private boolean dirty;

    ProgressLine(PrintStream terminal, Clock clock, boolean shown) {
        this.terminal = terminal;
        this.clock = clock;
        this.shown = shown;
        this.startNanos = clock.monotonicNanos();
        this.lastNanos = startNanos;
    }

    /** Whether it is time to show something new. */
    boolean isDue() {
        return shown && clock.monotonicNanos() - lastNanos >= INTERVAL_NANOS;
    }

    /**
     * Shows how far the work is.
     *
     * @param done lines that are counted
     * @param total lines of the whole input
     * @param estimated whether the total is a guess
     */
    void show(long done, long total, boolean estimated) {
        lastNanos = clock.monotonicNanos();
        double seconds = (lastNanos - startNanos) / 1e9;
        terminal.print(CLEAR + text(done, total, estimated, seconds));
        terminal.flush();
        dirty = true;
    }

    static String text(long done, long total, boolean estimated, double seconds) {
        long rate = seconds > 0 ? Math.round(done / seconds) : 0;
        return String.format(
                Locale.ROOT, "%,d / %s%,d lines, %,d lines/s", done, estimated ? "about " : "", total, rate);
    }

    /** Removes the line from the terminal. */
    void clear() {
        if (dirty) {
            terminal.print(CLEAR);
            terminal.flush();
            dirty = false;
        }
    }
}
