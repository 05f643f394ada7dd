package io.millrace.runtime.pacing;

import java.util.concurrent.TimeUnit;

/**
 * Decides when a task commits. Confined to the thread that owns the task; times are monotonic nanoseconds handed in.
 *
 * <p>A commit is due once the interval has passed since the last one began. With early commits allowed it is also due when the task's input runs dry,
 * at most every max(2 ms, 10 x the cost of the last commit), so that a quiet task answers at once and a busy one is not slowed down. A commit of
 * nothing but a position in filtered input waits for the interval.
 */
public final class CommitPacing {

    static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    static final int COST_FACTOR = 10;

    /** Whether input that runs dry makes a commit due. */
    public enum EarlyCommits {
        ALLOWED,
        NEVER
    }

    private final long intervalNanos;
    private final EarlyCommits early;
    private long lastCommitNanos;
    private long lastCostNanos;
    private boolean requested;

    public CommitPacing(long intervalMs, EarlyCommits early, long nowNanos) {
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
        this.early = early;
        this.lastCommitNanos = nowNanos;
    }

    /** The program asked for a commit soon. */
    public void request() {
        requested = true;
    }

    /**
     * @param hasOutput whether the commit would contain more than positions
     * @param isInputDry whether nothing that can be processed waits
     */
    public boolean isDue(long nowNanos, boolean hasOutput, boolean isInputDry) {
        if (requested) {
            return true;
        }
        long sinceLastNanos = nowNanos - lastCommitNanos;
        if (sinceLastNanos >= intervalNanos) {
            return true;
        }
        return early == EarlyCommits.ALLOWED && hasOutput && isInputDry && sinceLastNanos >= earlyPauseNanos();
    }

    private long earlyPauseNanos() {
        return Math.min(intervalNanos, Math.max(SHORTEST_PAUSE_NANOS, COST_FACTOR * lastCostNanos));
    }

    /** When to ask again, if nothing else happens before. */
    public long nextNanos(boolean hasOutput, boolean isInputDry) {
        boolean soon = early == EarlyCommits.ALLOWED && hasOutput && isInputDry;
        return lastCommitNanos + (soon ? earlyPauseNanos() : intervalNanos);
    }

    /** A commit, or an abort, that began at {@code startNanos} is over. */
    public void finished(long startNanos, long endNanos) {
        requested = false;
        lastCommitNanos = startNanos;
        lastCostNanos = endNanos - startNanos;
    }
}
