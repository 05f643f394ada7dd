package io.millrace.broker;

import io.millrace.time.Clock;

/** A clock that a test moves. */
final class ManualClock implements Clock {

    private long nanos = 1_000_000_000L;

    void advanceMs(long ms) {
        nanos += ms * 1_000_000L;
    }

    @Override
    public long wallMs() {
        return nanos / 1_000_000L;
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }
}
