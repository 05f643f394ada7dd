package io.millrace.runtime;

import io.millrace.errors.StreamsException;
import io.millrace.runtime.global.GlobalLoop;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps the global loop on a thread of its own until it is told to stop. If the loop fails its stores stay open until then, since stream threads still read them.
 */
final class GlobalThread extends Thread {

    private static final Logger LOG = LoggerFactory.getLogger(GlobalThread.class);

    private final GlobalLoop loop;
    private final Owner owner;
    private final CountDownLatch loadedOrFailed = new CountDownLatch(1);
    private final CountDownLatch mayClose = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile @Nullable Throwable loadFailure;
    private volatile boolean isLoaded;

    /** What the application decides and hears. Called on this thread. */
    interface Owner {

        /** The loop failed after its stores were loaded. */
        void globalFailed(GlobalThread thread, Throwable e);

        /** The thread is over and has given up its resources. */
        void globalEnded(GlobalThread thread);
    }

    GlobalThread(GlobalLoop loop, Owner owner) {
        super(loop.name());
        this.loop = loop;
        this.owner = owner;
    }

    GlobalLoop loop() {
        return loop;
    }

    /** Makes the thread close its loop and end. Safe from any thread. */
    void stopSoon() {
        stopping = true;
        mayClose.countDown();
        loop.wakeup();
    }

    /** Whether the stores are loaded. */
    boolean isLoaded() {
        return isLoaded;
    }

    /**
     * Waits until the stores are loaded.
     *
     * @return false if the thread was told to stop before
     * @throws StreamsException if they cannot be loaded; the thread has ended then
     */
    boolean awaitLoaded() throws InterruptedException {
        loadedOrFailed.await();
        if (isLoaded) {
            return true;
        }
        join();
        Throwable failure = loadFailure;
        if (failure != null) {
            throw new StreamsException(
                    "The global stores could not be loaded: " + failure.getMessage()
                            + " The application is closed; what was loaded is kept.",
                    failure);
        }
        return false;
    }

    /** Whether the stores could not be loaded. */
    boolean hasFailedToLoad() {
        return loadFailure != null;
    }

    @Override
    public void run() {
        try {
            work();
        } catch (Throwable e) {
            failed(e);
        } finally {
            loadedOrFailed.countDown();
            close();
            owner.globalEnded(this);
        }
    }

    private void work() {
        while (!stopping) {
            if (loop.doWork() == 0 && !stopping) {
                loop.await();
            }
            if (!isLoaded && loop.isLoaded()) {
                isLoaded = true;
                loadedOrFailed.countDown();
            }
        }
    }

    private void failed(Throwable e) {
        if (!isLoaded) {
            loadFailure = e;
            return;
        }
        owner.globalFailed(this, e);
        try {
            mayClose.await();
        } catch (InterruptedException interrupted) {
            LOG.warn("{} was interrupted; its stores close while stream threads may still read them", getName());
        }
    }

    private void close() {
        try {
            loop.close();
        } catch (Throwable e) {
            // Whatever it was, the application has to hear that the thread has ended.
            LOG.error("{} failed to close; what it had committed is safe", getName(), e);
        }
    }
}
