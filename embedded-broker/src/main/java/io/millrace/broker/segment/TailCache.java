package io.millrace.broker.segment;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The budget of memory for batches that were appended lately, over all partitions; the oldest go first. Thread-safe: writers of
 * different partitions add at the same time.
 */
public final class TailCache {

    private static final int RELEASED_MAX = 4096;

    private final long bytesMax;
    private final ConcurrentLinkedQueue<TailBatch> oldestFirst = new ConcurrentLinkedQueue<>();
    private final AtomicLong usedBytes = new AtomicLong();
    // Entries in the queue whose bytes are gone already.
    private final AtomicLong released = new AtomicLong();

    public TailCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void add(TailBatch batch) {
        oldestFirst.add(batch);
        long used = usedBytes.addAndGet(batch.costBytes());
        while (used > bytesMax) {
            TailBatch oldest = oldestFirst.poll();
            if (oldest == null) {
                return;
            }
            if (oldest.release()) {
                used = usedBytes.addAndGet(-oldest.costBytes());
            } else {
                released.decrementAndGet();
            }
        }
    }

    /** Gives up a batch whose records were deleted. */
    void release(TailBatch batch) {
        if (!batch.release()) {
            return;
        }
        usedBytes.addAndGet(-batch.costBytes());
        if (released.incrementAndGet() >= RELEASED_MAX) {
            sweep();
        }
    }

    private void sweep() {
        long before = released.get();
        if (before < RELEASED_MAX || !released.compareAndSet(before, 0)) {
            return;
        }
        oldestFirst.removeIf(batch -> isGone(batch.bytes()));
    }

    private static boolean isGone(byte @Nullable [] bytes) {
        return bytes == null;
    }

    /** Bytes held at the moment. */
    public long usedBytes() {
        return usedBytes.get();
    }
}
