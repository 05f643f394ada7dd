package io.millrace.test;

import io.millrace.time.Clock;
import io.millrace.time.Scheduler;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/** Runs the broker's background work when it is stepped. Confined to the test's thread. */
final class DriverScheduler implements Scheduler {

    private final Clock clock;
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Timed> timed =
            new PriorityQueue<>(Comparator.comparingLong(Timed::nanos).thenComparingLong(Timed::order));
    private long handedIn;

    private record Timed(long nanos, long order, Runnable work) {}

    DriverScheduler(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run(Runnable work) {
        ready.add(work);
    }

    @Override
    public Scheduled at(long monotonicNanos, Runnable work) {
        Timed one = new Timed(monotonicNanos, handedIn++, work);
        timed.add(one);
        return () -> timed.remove(one);
    }

    /** Runs all work that is due. */
    void runDue() {
        while (!timed.isEmpty() && timed.peek().nanos() <= clock.monotonicNanos()) {
            ready.add(timed.remove().work());
        }
        for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
            next.run();
        }
    }
}
