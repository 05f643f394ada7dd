package io.millrace.time;

/** The machine's clock. Immutable and safe from any thread. */
public final class SystemClock implements Clock {

    private static final SystemClock INSTANCE = new SystemClock();

    private SystemClock() {}

    /** The one instance. */
    public static SystemClock instance() {
        return INSTANCE;
    }

    @Override
    public long wallMs() {
        return System.currentTimeMillis();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }
}
