package io.millrace.broker.segment;

import java.util.Arrays;

/**
 * The batches of one partition that were appended lately, in order. Confined to the writer; views share the array, so a slot is never
 * written twice: when the array is full, the rest is copied to a new one.
 */
final class LogTail {

    private static final int INITIAL_SLOTS = 8;

    private final TailCache cache;
    private TailBatch[] slots = new TailBatch[INITIAL_SLOTS];
    private int from;
    private int to;

    LogTail(TailCache cache) {
        this.cache = cache;
    }

    TailBatch[] slots() {
        return slots;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    void add(TailBatch batch) {
        skipReleased();
        if (to == slots.length) {
            int live = to - from;
            int capacity = Math.max(INITIAL_SLOTS, live * 2);
            TailBatch[] copy = Arrays.copyOf(Arrays.copyOfRange(slots, from, to), capacity);
            slots = copy;
            from = 0;
            to = live;
        }
        slots[to++] = batch;
        cache.add(batch);
    }

    private void skipReleased() {
        while (from < to && slots[from].bytes() == null) {
            from++;
        }
    }

    /** Lets go of batches that end before {@code offset}. */
    void releaseBefore(long offset) {
        while (from < to && slots[from].lastOffset < offset) {
            cache.release(slots[from]);
            from++;
        }
    }
}
