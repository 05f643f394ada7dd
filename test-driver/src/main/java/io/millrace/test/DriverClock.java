package io.millrace.test;

import io.millrace.time.Clock;

/** A clock that moves when it is told to. Confined to the test's thread. */
final class DriverClock implements Clock {

    private static final long NANOS_PER_MS = 1_000_000;

    private long wallMs;

    DriverClock(long startMs) {
        wallMs = startMs;
    }

    void advance(long ms) {
        wallMs += ms;
    }

    @Override
    public long wallMs() {
        return wallMs;
    }

    @Override
    public long monotonicNanos() {
        return wallMs * NANOS_PER_MS;
    }
}
