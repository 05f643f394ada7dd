package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The changes of a table on this instance, from the commit on at which it was subscribed to: all of them, each once, in the order of commits in each partition. A commit
 * has one change for each key that it changed, with the last value; what is not committed is never among them. Changes of different partitions are in no order.
 *
 * <p>In window and session stores a row that outlives its retention goes without a change.
 *
 * <p>The task never waits for its subscribers. One that lets more changes pile up than it has asked for ({@link StoreSubscriptionRequest#withMaxBufferedChanges}) ends
 * with {@link SubscriptionOverflowException}. A subscription also ends if one of its partitions moves away, closes or is rebuilt. It never goes on with a gap: after the
 * last change before the end {@link #poll} throws, from then on each time, and the program subscribes anew.
 *
 * <p>To be polled by one thread at a time. {@link #close()} is safe from any thread.
 *
 * @param <K> type of keys; {@code Windowed} in window and session stores
 * @param <V> type of values
 */
public interface StoreSubscription<K, V> extends AutoCloseable {

    /** The partitions whose changes it has: those that were here when it began, or the one that was asked for. */
    Set<Integer> partitions();

    /**
     * The next changes, waiting for one if there is none. Current rows, if they were asked for, come before the first change of their partition.
     *
     * @param timeout how long to wait at most; zero: not at all
     * @return empty if there was none in time, or the calling thread was interrupted, whose interrupted status then stays set
     * @throws SubscriptionOverflowException after the last buffered change, if more came than may be buffered
     * @throws InvalidStateStoreException after the last change, if a partition has moved away, was closed or is being rebuilt; or the subscription was closed
     * @throws io.millrace.errors.StreamsException if a key or value cannot be read; the subscription has ended then
     */
    List<StoreChange<K, V>> poll(Duration timeout) throws InvalidStateStoreException;

    /**
     * Sets who is told when {@link #poll} may have something to return or to throw: at once, and then after each {@code poll} that found nothing when something has come. So a
     * server needs no thread per subscriber, if it polls until it finds nothing.
     *
     * <p>Called on a stream thread, the global thread or the caller's own. It must not block, and must hand the
     * poll over to another thread: while it runs the task waits. What it throws is logged and ignored.
     */
    void onAvailable(Runnable listener);

    /** Ends it and lets go of what it holds. A {@link #poll} that waits throws. Idempotent. */
    @Override
    void close();
}
