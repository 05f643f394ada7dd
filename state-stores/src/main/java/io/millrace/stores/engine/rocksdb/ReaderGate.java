package io.millrace.stores.engine.rocksdb;

import io.millrace.errors.InvalidStateStoreException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the database open while another thread than its owner's is inside it, and nobody gets in once it closes: native code that is called after the close takes the
 * process down. Safe from any thread.
 */
final class ReaderGate {

    private static final int CLOSED = Integer.MIN_VALUE;
    private static final long LOOK_AGAIN_NANOS = 20_000;

    private final String directory;
    /** Number of readers inside; {@link #CLOSED} is added once the gate is closed. */
    private final AtomicInteger readers = new AtomicInteger();

    ReaderGate(String directory) {
        this.directory = directory;
    }

    boolean tryEnter() {
        int inside = readers.get();
        while (inside >= 0) {
            if (readers.compareAndSet(inside, inside + 1)) {
                return true;
            }
            inside = readers.get();
        }
        return false;
    }

    /** Throws if the database is closed, or about to be. */
    void enter() {
        if (!tryEnter()) {
            throw new InvalidStateStoreException(
                    "The state stores in " + directory
                            + " were closed while they were read: their task has moved or stopped. Ask again where the task is now.");
        }
    }

    void exit() {
        readers.decrementAndGet();
    }

    /** Lets nobody in any more, and waits until all are out; each is inside for one call of the database. */
    void close() {
        readers.addAndGet(CLOSED);
        while (readers.get() != CLOSED) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
