package io.millrace.examples.launch;

import io.millrace.time.Clock;
import java.time.Duration;

/**
 * The time of live events. With new data a day passes in time lapse, a minute in each second, until it has caught up with the clock: so there is something to see of
 * windows of minutes and hours. With data that is there already it is the clock's. Confined to one thread.
 */
final class LiveClock {

    private static final long LAPSE_MS = Duration.ofDays(1).toMillis();
    private static final long SPEED = 60;

    private final Clock clock;
    private final long beganMs;
    private final long startMs;
    private long lastMs;

    LiveClock(Clock clock, boolean isNewData) {
        this.clock = clock;
        this.beganMs = clock.wallMs();
        this.startMs = isNewData ? beganMs - LAPSE_MS : beganMs;
    }

    /** The time of the next events; never before that of the last ones. */
    long nextMs() {
        long now = clock.wallMs();
        lastMs = Math.max(lastMs, Math.min(now, startMs + SPEED * (now - beganMs)));
        return lastMs;
    }
}
