package io.millrace.stores.task;

import java.util.concurrent.TimeUnit;

/**
 * When commits that are held back go to the engine: after some of them (8 by default), at 16 MB, or when the oldest is 1 s old. One larger batch with each key's last value
 * costs the engine several times less than a batch per commit.
 */
final class HeldBackCommits {

    static final int DEFAULT_MAX_COMMITS = 8;
    static final long MAX_BYTES = 16L << 20;
    static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int maxCommits;
    private int commits;
    private long oldestNanos;

    HeldBackCommits(int maxCommits) {
        this.maxCommits = maxCommits;
    }

    void committed(long nowNanos) {
        if (commits++ == 0) {
            oldestNanos = nowNanos;
        }
    }

    boolean isDue(long heldBytes, long nowNanos) {
        return commits > 0
                && (commits >= maxCommits || heldBytes >= MAX_BYTES || nowNanos - oldestNanos >= MAX_AGE_NANOS);
    }

    boolean isEmpty() {
        return commits == 0;
    }

    void applied() {
        commits = 0;
    }
}
