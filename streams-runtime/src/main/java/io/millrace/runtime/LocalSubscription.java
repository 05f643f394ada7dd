package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.StreamsException;
import io.millrace.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscription to partitions of a store that are on this instance. Tasks signal it and go on; it is read by whoever polls. */
final class LocalSubscription<K, V> implements StoreSubscription<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(LocalSubscription.class);

    /** How many changes one poll returns at most. */
    private static final int POLL_CHANGES_MAX = 1_000;

    private final String storeName;
    private final Clock clock;
    /** Held by who reads the partitions, also while it waits; never by a task. */
    private final ReentrantLock reading = new ReentrantLock();

    private final AtomicBoolean isSignalled = new AtomicBoolean();
    private volatile List<PartitionReader<K, V>> partitions = List.of();
    private volatile @Nullable Thread waiting;
    private volatile @Nullable Runnable listener;
    private volatile boolean isClosed;
    /** Guarded by {@link #reading}. */
    private @Nullable RuntimeException end;

    private boolean hasLetGo;

    /** The partition that is read first: each in turn, so that a busy one does not keep the others waiting. */
    private int first;

    LocalSubscription(String storeName, Clock clock) {
        this.storeName = storeName;
        this.clock = clock;
    }

    /** Begins with these partitions. Once. */
    void open(List<PartitionReader<K, V>> readers) {
        partitions = List.copyOf(readers);
        readers.forEach(PartitionReader::open);
    }

    /** Something has come. Called by tasks. */
    void signal() {
        if (isSignalled.compareAndSet(false, true)) {
            Thread thread = waiting;
            if (thread != null) {
                LockSupport.unpark(thread);
            }
            tell(listener);
        }
    }

    private void tell(@Nullable Runnable told) {
        if (told == null) {
            return;
        }
        try {
            told.run();
        } catch (RuntimeException e) {
            LOG.error(
                    "A listener of a subscription to store '{}' failed; the task goes on, the subscriber may not know that there are changes",
                    storeName,
                    e);
        }
    }

    @Override
    public Set<Integer> partitions() {
        Set<Integer> numbers = new TreeSet<>();
        partitions.forEach(partition -> numbers.add(partition.partition()));
        return numbers;
    }

    @Override
    public void onAvailable(Runnable newListener) {
        listener = newListener;
        tell(newListener);
    }

    @Override
    public List<StoreChange<K, V>> poll(Duration timeout) {
        long start = clock.monotonicNanos();
        long timeoutNanos = timeout.isNegative() ? 0 : nanos(timeout);
        reading.lock();
        try {
            waiting = Thread.currentThread();
            while (true) {
                isSignalled.set(false);
                List<StoreChange<K, V>> changes = next();
                long leftNanos = timeoutNanos - (clock.monotonicNanos() - start);
                if (!changes.isEmpty()
                        || leftNanos <= 0
                        || Thread.currentThread().isInterrupted()) {
                    return changes;
                }
                if (!isSignalled.get() && !isClosed) {
                    LockSupport.parkNanos(this, leftNanos);
                }
            }
        } finally {
            waiting = null;
            reading.unlock();
            letGoIfClosed();
        }
    }

    private static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /** What can be had at once; throws the end once nothing is before it. */
    private List<StoreChange<K, V>> next() {
        if (isClosed) {
            throw new InvalidStateStoreException("The subscription to store '" + storeName + "' was closed");
        }
        List<StoreChange<K, V>> changes = new ArrayList<>();
        if (end == null) {
            read(changes);
        }
        if (changes.isEmpty() && end != null) {
            throw end;
        }
        return changes;
    }

    private void read(List<StoreChange<K, V>> changes) {
        try {
            InvalidStateStoreException over = null;
            List<PartitionReader<K, V>> all = partitions;
            first = (first + 1) % all.size();
            for (int i = 0; i < all.size(); i++) {
                PartitionReader<K, V> partition = all.get((first + i) % all.size());
                partition.read(changes, POLL_CHANGES_MAX);
                over = over == null ? partition.end() : over;
            }
            if (over != null && changes.size() < POLL_CHANGES_MAX) {
                // All that had come is read.
                end(over);
            }
        } catch (RuntimeException e) {
            end(new StreamsException(
                    "A row of store '" + storeName + "' cannot be read: " + e.getMessage()
                            + " The subscription has ended. The store's serdes must be able to read what they wrote.",
                    e));
        }
    }

    private void end(RuntimeException reason) {
        end = reason;
        letGo();
    }

    private void letGo() {
        if (!hasLetGo) {
            hasLetGo = true;
            partitions.forEach(PartitionReader::close);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        isSignalled.set(true);
        Thread thread = waiting;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
        letGoIfClosed();
    }

    /** By who closes, or by who is reading then. */
    private void letGoIfClosed() {
        if (isClosed && reading.tryLock()) {
            try {
                letGo();
            } finally {
                reading.unlock();
            }
        }
    }
}
