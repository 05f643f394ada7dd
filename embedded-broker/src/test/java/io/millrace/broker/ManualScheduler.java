package io.millrace.broker;

import io.millrace.time.Clock;
import io.millrace.time.Scheduler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Work that runs when a test says so, on the test's thread. */
final class ManualScheduler implements Scheduler {

    private final Clock clock;
    private final List<Item> items = new ArrayList<>();
    private long handedIn;

    private record Item(long dueNanos, long number, Runnable work) {}

    ManualScheduler(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run(Runnable work) {
        items.add(new Item(Long.MIN_VALUE, handedIn++, work));
    }

    @Override
    public Scheduled at(long monotonicNanos, Runnable work) {
        Item item = new Item(monotonicNanos, handedIn++, work);
        items.add(item);
        return () -> items.remove(item);
    }

    /** The process died: what waited will never run. */
    void forgetWork() {
        items.clear();
    }

    /** Runs what is due, and what that hands in. */
    void runDue() {
        while (true) {
            Item next = items.stream()
                    .filter(item -> item.dueNanos() <= clock.monotonicNanos())
                    .min(Comparator.comparingLong(Item::dueNanos).thenComparingLong(Item::number))
                    .orElse(null);
            if (next == null) {
                return;
            }
            items.remove(next);
            next.work().run();
        }
    }
}
