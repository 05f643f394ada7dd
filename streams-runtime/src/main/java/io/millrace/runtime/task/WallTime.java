package io.millrace.runtime.task;

import io.millrace.runtime.punctuation.PunctuationSchedule;
import io.millrace.time.Clock;

/**
 * The wall clock as a task reads it: not per record, but when it begins something. If the clock was set back in between, the ticks that wait for it are set back too, so
 * that none waits longer than its interval. Confined to the task's thread.
 */
final class WallTime {

    private final Clock clock;
    private final PunctuationSchedule punctuations;
    private long lastMs;

    WallTime(Clock clock, PunctuationSchedule punctuations) {
        this.clock = clock;
        this.punctuations = punctuations;
        this.lastMs = clock.wallMs();
    }

    long read() {
        long nowMs = clock.wallMs();
        if (nowMs < lastMs) {
            punctuations.clockSetBack(lastMs, nowMs);
        }
        lastMs = nowMs;
        return nowMs;
    }

    /** What was read last. */
    long lastMs() {
        return lastMs;
    }
}
