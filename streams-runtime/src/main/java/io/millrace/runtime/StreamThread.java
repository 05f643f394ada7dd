package io.millrace.runtime;

import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.runtime.loop.StreamLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps one loop on a thread of its own until it is told to stop or fails. */
final class StreamThread extends Thread {

    private static final Logger LOG = LoggerFactory.getLogger(StreamThread.class);

    private final StreamLoop loop;
    private final Owner owner;
    private volatile boolean stopping;

    /** What the application decides and hears. Called on this thread. */
    interface Owner {

        /** The loop failed; says what is to happen. Called before the loop is closed. */
        StreamThreadExceptionResponse failed(StreamThread thread, Throwable e);

        /** The thread is over and has given up its resources. */
        void ended(StreamThread thread, @Nullable StreamThreadExceptionResponse response);
    }

    StreamThread(StreamLoop loop, Owner owner) {
        super(loop.name());
        this.loop = loop;
        this.owner = owner;
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
        try {
            work();
            settle();
        } catch (Throwable e) {
            response = owner.failed(this, e);
        } finally {
            close();
            owner.ended(this, response);
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
        loop.prepareToClose();
        while (!loop.isSettled()) {
            loop.await();
        }
    }

    private void close() {
        try {
            loop.close();
        } catch (RuntimeException e) {
            LOG.error("{} failed to close; its committed data is safe", getName(), e);
        }
    }
}
