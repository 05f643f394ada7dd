package io.millrace.runtime.loop;

import java.util.concurrent.TimeUnit;

/**
 * When to ask the group whether tasks can move to the place where they should be: as soon as a warm-up of this loop has caught up, and for the loop that has
 * distributed the tasks also after an interval. At most once for each assignment. Confined to the loop's thread.
 */
final class Probe {

    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long intervalNanos;
    private final long acceptableLag;
    private LoopPart part = LoopPart.NOTHING;
    private boolean hasAsked;
    private long assignedNanos;
    private long nextLookNanos;
    /** Doubles each time that the group did not find a warm-up near enough which its own loop did. */
    private long waitNanos = SHORTEST_WAIT_NANOS;

    Probe(long intervalMs, long acceptableLag) {
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
        this.acceptableLag = acceptableLag;
    }

    void assigned(LoopPart next, long nowNanos) {
        boolean inVain = hasAsked && next.warmUps().equals(part.warmUps());
        waitNanos = inVain ? Math.min(2 * waitNanos, intervalNanos) : SHORTEST_WAIT_NANOS;
        part = next;
        hasAsked = false;
        assignedNanos = nowNanos;
        nextLookNanos = nowNanos + waitNanos;
    }

    /** Whether to ask now. */
    boolean isDue(StandbySet standbys, long nowNanos) {
        if (hasAsked) {
            return false;
        }
        if (part.probes() && nowNanos - assignedNanos >= intervalNanos) {
            hasAsked = true;
        } else if (!part.warmUps().isEmpty() && nowNanos - nextLookNanos >= 0) {
            nextLookNanos = nowNanos + waitNanos;
            hasAsked = standbys.hasCaughtUp(part.warmUps(), acceptableLag);
        }
        return hasAsked;
    }
}
