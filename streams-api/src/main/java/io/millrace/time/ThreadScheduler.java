package io.millrace.time;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Scheduler} on one daemon thread of its own. Whoever opens it closes it. */
public final class ThreadScheduler implements Scheduler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadScheduler.class);

    private final ScheduledThreadPoolExecutor executor;

    /**
     * Starts no thread before the first piece of work.
     *
     * @param threadName name of the thread, for people who read a thread dump
     */
    public ThreadScheduler(String threadName) {
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, threadName);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void run(Runnable work) {
        executor.execute(() -> runLogged(work));
    }

    @Override
    public Scheduled at(long monotonicNanos, Runnable work) {
        long delayNanos = Math.max(0, monotonicNanos - System.nanoTime());
        ScheduledFuture<?> future = executor.schedule(() -> runLogged(work), delayNanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private static void runLogged(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("Scheduled work failed; later work goes on", e);
        }
    }

    /** Lets the running piece of work and those already due finish (for at most 10 s) and drops the rest. Idempotent. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("Scheduled work is still running 10 s after close; it is left behind on its daemon thread");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
