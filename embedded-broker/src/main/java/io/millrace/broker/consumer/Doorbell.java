package io.millrace.broker.consumer;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread wait until somebody rings. A ring before the wait counts. Ringing is safe from any thread and costs two volatile
 * accesses while nobody waits.
 */
final class Doorbell {

    private volatile boolean hasRung;
    private volatile @Nullable Thread waiter;

    void ring() {
        hasRung = true;
        Thread waiting = waiter;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Forgets rings so far. What they were about has to be looked at after this and before {@link #await}. */
    void reset() {
        hasRung = false;
    }

    /** Waits for a ring, an interrupt or {@code nanos}. */
    void await(long nanos) {
        waiter = Thread.currentThread();
        try {
            if (!hasRung) {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            waiter = null;
        }
    }
}
