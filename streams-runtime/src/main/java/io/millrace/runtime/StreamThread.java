package io.millrace.runtime;

import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.errors.TaskMigratedException;
import io.millrace.errors.TimeoutException;
import io.millrace.log.FencedException;
import io.millrace.log.TransactionExpiredException;
import io.millrace.runtime.loop.StreamLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps one loop on a thread of its own until it is told to stop or fails. */
final class StreamThread extends Thread {

    private static final Logger LOG = LoggerFactory.getLogger(StreamThread.class);

    private static final int TELLING_ATTEMPTS = 100;
    private static final long TELLING_WAIT_MS = 100;

    private final StreamLoop loop;
    private final Owner owner;
    private volatile boolean stopping;
    private volatile Stage stage = Stage.CREATED;

    /** Where the thread is in its life, under the names that programs know. */
    enum Stage {
        CREATED,
        STARTING,
        PARTITIONS_ASSIGNED,
        RUNNING,
        PENDING_SHUTDOWN,
        DEAD
    }

    /** What the application decides and hears. Called on this thread. */
    interface Owner {

        /** The loop failed; says what is to happen. Called before the loop is closed. */
        StreamThreadExceptionResponse failed(StreamThread thread, Throwable e);

        /** The thread is over and has given up its resources. */
        void ended(StreamThread thread, @Nullable StreamThreadExceptionResponse response);
    }

    private final int number;

    /**
     * @param number that its name ends with; free for another thread once this one has ended
     */
    StreamThread(int number, StreamLoop loop, Owner owner) {
        super(loop.name());
        this.number = number;
        this.loop = loop;
        this.owner = owner;
    }

    int number() {
        return number;
    }

    Stage stage() {
        return stage;
    }

    private void stage(Stage next) {
        if (!stopping) {
            stage = next;
        }
    }

    /** Notes the stage of the thread that calls, if it is one of these. */
    static void enter(Stage next) {
        if (Thread.currentThread() instanceof StreamThread thread) {
            thread.stage(next);
        }
    }

    /** Waits until the thread has ended; fails with {@link TimeoutException} if it does not in time. */
    void awaitEnd(long timeoutMs) {
        try {
            join(Math.max(1, timeoutMs));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (isAlive()) {
            throw new TimeoutException("Thread " + getName() + " did not end within " + timeoutMs
                    + " ms. It was told to and will; its tasks go on elsewhere then.");
        }
    }

    /** Whether it was told to stop. */
    boolean isStopping() {
        return stopping;
    }

    StreamLoop loop() {
        return loop;
    }

    /** Makes the thread commit, close its loop and end. Safe from any thread. */
    void stopSoon() {
        stopping = true;
        loop.wakeup();
    }

    @Override
    public void run() {
        StreamThreadExceptionResponse response = null;
        stage = Stage.STARTING;
        try {
            work();
            stage = Stage.PENDING_SHUTDOWN;
            settle();
        } catch (Throwable e) {
            response = owner.failed(this, e);
            stage = Stage.PENDING_SHUTDOWN;
            if (response == StreamThreadExceptionResponse.SHUTDOWN_APPLICATION) {
                tellOthers();
            }
        } finally {
            close();
            stage = Stage.DEAD;
            owner.ended(this, response);
        }
    }

    /** Stays in the group until all its members know that they are to stop, which makes this thread stop too; gives up after a while. */
    private void tellOthers() {
        try {
            loop.giveUpAndRejoin();
            for (int attempts = 0; attempts < TELLING_ATTEMPTS && !stopping; attempts++) {
                loop.pollGroup(TELLING_WAIT_MS);
            }
        } catch (RuntimeException e) {
            LOG.error("{} could not tell the other instances to stop", getName(), e);
        }
    }

    private void work() {
        while (!stopping) {
            if (loop.doWork() == 0 && !stopping) {
                loop.await();
            }
        }
    }

    /** Commits what is done; a commit that is being decided is waited for. */
    private void settle() {
        try {
            loop.prepareToClose();
            while (!loop.isSettled()) {
                loop.await();
            }
        } catch (TaskMigratedException | FencedException | TransactionExpiredException e) {
            // No failure: what could not be committed here is processed again, by a new owner or at the next start.
            LOG.info("{} closes without its last commit: {}", getName(), e.getMessage());
        }
    }

    private void close() {
        try {
            loop.close();
        } catch (Throwable e) {
            // Whatever it was, the application has to hear that the thread has ended: somebody may wait for that.
            LOG.error("{} failed to close; its committed data is safe", getName(), e);
        }
    }
}
