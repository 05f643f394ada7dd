package io.millrace.interactive.http;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/** Actions for later. Once the server stops they are forgotten: connections are closed then in any case. Safe from any thread. */
final class Timers {

    /** Undoes an action that is not due yet. */
    @FunctionalInterface
    interface Timer {

        void cancel();
    }

    private final Scheduler scheduler;

    Timers(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    Timer after(long delayMs, Runnable action) {
        try {
            return scheduler.schedule(action, delayMs, TimeUnit.MILLISECONDS)::cancel;
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }
}
