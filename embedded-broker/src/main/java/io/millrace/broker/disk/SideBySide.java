package io.millrace.broker.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that wait for a disk. A disk with a journal serves many syncs that wait at once by one write of its journal; one after the other each pays for its own. The threads end
 * when there was nothing to do for some seconds. Thread-safe.
 */
final class SideBySide {

    /** Past it, the caller does the work itself. */
    private static final int THREADS_MAX = 128;

    private static final long IDLE_SECONDS = 5;
    private static final long STACK_BYTES = 1 << 17;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            THREADS_MAX,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            SideBySide::thread,
            new ThreadPoolExecutor.CallerRunsPolicy());

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "millrace-sync", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** Does all of it and returns once all has ended. */
    void run(List<Disk.IoWork> works) throws IOException {
        if (works.isEmpty()) {
            return;
        }
        List<Future<?>> others = new ArrayList<>(works.size() - 1);
        for (Disk.IoWork work : works.subList(1, works.size())) {
            FutureTask<Void> task = new FutureTask<>(() -> {
                work.run();
                return null;
            });
            threads.execute(task);
            others.add(task);
        }
        IOException failure = null;
        try {
            works.get(0).run();
        } catch (IOException e) {
            failure = e;
        } finally {
            // Also if an error is on its way: nothing goes on behind the caller's back.
            failure = await(others, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable IOException await(List<Future<?>> tasks, @Nullable IOException before) {
        IOException failure = before;
        boolean interrupted = false;
        for (Future<?> task : tasks) {
            while (true) {
                try {
                    task.get();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException | CancellationException e) {
                    IOException cause =
                            e.getCause() instanceof IOException io ? io : new IOException("Unexpected failure", e);
                    if (failure == null) {
                        failure = cause;
                    } else {
                        failure.addSuppressed(cause);
                    }
                    break;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }
}
