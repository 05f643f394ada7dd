package io.millrace.runtime;

import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.runtime.StreamsRuntime.StateListener;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of an application and who hears of it. Safe from any thread; listeners are called outside the lock, one change at a time. */
final class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private final String applicationId;
    private final Object lock = new Object();
    /** Serialises calls of the listener, so that it hears of changes in order. Taken before {@link #lock}, never inside it. */
    private final Object listenerOrder = new Object();

    private State state = State.CREATED;
    /** The last state that the listener has heard of. */
    private State announced = State.CREATED;

    private @Nullable StateListener listener;

    Lifecycle(String applicationId) {
        this.applicationId = applicationId;
    }

    /** The states that may follow one. */
    static Set<State> statesAfter(State state) {
        return switch (state) {
            case CREATED -> Set.of(State.REBALANCING, State.PENDING_SHUTDOWN);
            case REBALANCING -> Set.of(State.REBALANCING, State.RUNNING, State.PENDING_SHUTDOWN, State.PENDING_ERROR);
            case RUNNING -> Set.of(State.REBALANCING, State.PENDING_SHUTDOWN, State.PENDING_ERROR);
            case PENDING_SHUTDOWN -> Set.of(State.NOT_RUNNING);
            case PENDING_ERROR -> Set.of(State.ERROR);
            case NOT_RUNNING, ERROR -> Set.of();
        };
    }

    State state() {
        synchronized (lock) {
            return state;
        }
    }

    void setListener(@Nullable StateListener newListener) {
        synchronized (lock) {
            listener = newListener;
        }
    }

    /** Goes to {@code next} if that is allowed from where it is; returns whether it was. */
    boolean tryMove(State next) {
        synchronized (listenerOrder) {
            State before;
            StateListener told;
            synchronized (lock) {
                before = state;
                if (before == next) {
                    return true;
                }
                if (!before.isValidTransition(next)) {
                    return false;
                }
                state = next;
                told = listener;
            }
            LOG.info("{} goes from {} to {}", applicationId, before, next);
            try {
                if (told != null) {
                    told.onChange(next, before);
                }
            } catch (RuntimeException | Error e) {
                // The change has happened: whoever made it goes on with what follows from it.
                LOG.error("{}: the state listener failed when it heard of {}", applicationId, next, e);
            } finally {
                synchronized (lock) {
                    announced = next;
                    lock.notifyAll();
                }
            }
            return true;
        }
    }

    /** Whether the calling thread is telling the listener of a change: it must not wait for later ones. */
    boolean isTelling() {
        return Thread.holdsLock(listenerOrder);
    }

    /** Waits until the application has shut down and the listener has heard of it; returns whether it has. */
    boolean awaitShutdown(long timeoutMs) throws InterruptedException {
        synchronized (lock) {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
            while (!announced.hasCompletedShutdown()) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (leftMs <= 0) {
                    return false;
                }
                lock.wait(leftMs);
            }
            return true;
        }
    }
}
