package io.millrace.examples.launch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A signal to end the process (SIGTERM, Ctrl-C), which waits until everything is closed. */
final class Termination implements AutoCloseable {

    private static final long PATIENCE_S = 30;

    private final Runnable onSignal;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean isWanted;

    private Termination(Runnable onSignal) {
        this.onSignal = onSignal;
    }

    /** Listens from now on; {@code onSignal} is called on another thread. */
    static Termination listen(Runnable onSignal) {
        Termination termination = new Termination(onSignal);
        Runtime.getRuntime().addShutdownHook(new Thread(termination::end, "termination"));
        return termination;
    }

    private void end() {
        isWanted = true;
        onSignal.run();
        try {
            closed.await(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there was a signal. */
    boolean isWanted() {
        return isWanted;
    }

    /** Everything is closed: the process may end. */
    @Override
    public void close() {
        closed.countDown();
    }
}
