package io.millrace.broker;

import io.millrace.time.Scheduler;
import io.millrace.time.ThreadScheduler;
import java.util.ArrayList;
import java.util.List;

/** The broker's schedulers: handed in, or made here and then closed here. Thread-safe. */
final class OwnSchedulers implements AutoCloseable {

    private final List<ThreadScheduler> own = new ArrayList<>();
    private final Scheduler timers;
    private final Scheduler syncs;

    OwnSchedulers(BrokerOptions options) {
        timers = options.scheduler().orElseGet(() -> made("millrace-broker-timers"));
        syncs = options.syncScheduler().orElseGet(() -> made("millrace-broker-syncs"));
    }

    private ThreadScheduler made(String threadName) {
        ThreadScheduler scheduler = new ThreadScheduler(threadName);
        own.add(scheduler);
        return scheduler;
    }

    Scheduler timers() {
        return timers;
    }

    Scheduler syncs() {
        return syncs;
    }

    @Override
    public void close() {
        own.forEach(ThreadScheduler::close);
    }
}
