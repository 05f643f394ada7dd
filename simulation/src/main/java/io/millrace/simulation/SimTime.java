package io.millrace.simulation;

import io.millrace.time.Clock;
import io.millrace.time.Scheduler;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time, and the work that waits for it. Time moves when it is told to; work runs when it is stepped. */
final class SimTime implements Clock, Scheduler {

    private static final long START_MS = 1_700_000_000_000L;

    private long nanos;
    private long wallOffsetMs;
    private long handedIn;
    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::nanos).thenComparingLong(Waiting::order));

    private record Waiting(long nanos, long order, Runnable work, boolean[] cancelled) {}

    @Override
    public long wallMs() {
        return START_MS + wallOffsetMs + nanos / 1_000_000;
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }

    /** The clock on the wall is set; that of the machine goes on. */
    void setWallBy(long ms) {
        wallOffsetMs += ms;
    }

    void advance(long byNanos) {
        nanos += byNanos;
    }

    @Override
    public void run(Runnable work) {
        ready.add(work);
    }

    @Override
    public Scheduled at(long monotonicNanos, Runnable work) {
        boolean[] cancelled = {false};
        waiting.add(new Waiting(monotonicNanos, handedIn++, work, cancelled));
        return () -> cancelled[0] = true;
    }

    /** Runs one piece of work that is due; returns whether there was one. */
    boolean step() {
        Runnable work = ready.poll();
        if (work != null) {
            work.run();
            return true;
        }
        Waiting first = waiting.peek();
        if (first == null || first.nanos() > nanos) {
            return false;
        }
        waiting.remove();
        if (!first.cancelled()[0]) {
            first.work().run();
        }
        return true;
    }

    /** The process died: what waited will never run. */
    void forgetWork() {
        ready.clear();
        waiting.clear();
    }
}
