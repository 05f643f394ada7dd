package io.millrace.interactive.http;

import io.millrace.interactive.limits.QueryLimits;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that read stores, apart from those of the HTTP library and of the application. Safe from any thread. */
final class Workers implements AutoCloseable {

    private static final int EVENT_THREADS = 2;
    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 5;

    private final ThreadPoolExecutor queries;
    private final ThreadPoolExecutor events;

    Workers(QueryLimits limits) {
        queries = new ThreadPoolExecutor(
                limits.workers(),
                limits.workers(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(limits.waiting()),
                named("millrace-query-"));
        queries.allowCoreThreadTimeOut(true);
        // At most one piece of work for each stream, whose number is limited.
        events = new ThreadPoolExecutor(
                EVENT_THREADS,
                EVENT_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named("millrace-events-"));
        events.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Has a query done; false if too many wait already, or it is closed. */
    boolean tryRun(Runnable query) {
        try {
            queries.execute(query);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    Executor events() {
        return events;
    }

    /** Interrupts what runs, and waits a little for it to end. */
    @Override
    public void close() {
        queries.shutdownNow();
        events.shutdownNow();
        try {
            if (queries.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                events.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
