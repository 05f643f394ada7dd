package io.millrace.runtime.loop;

import io.millrace.runtime.task.StreamTask;
import io.millrace.time.Clock;

/** How long a loop may wait for data before its tasks have something to do by themselves. */
final class NextEvent {

    private static final long LONGEST_WAIT_MS = 100;

    private NextEvent() {}

    /**
     * @param isPaused whether ticks by wall clock have to wait too
     */
    static long waitMs(TaskSet tasks, Clock clock, boolean isPaused) {
        long now = clock.monotonicNanos();
        long waitMs = tasks.isComplete() ? LONGEST_WAIT_MS : 1;
        for (StreamTask task : tasks.all()) {
            long commitNanos = task.nextCommitNanos();
            if (commitNanos != Long.MAX_VALUE) {
                waitMs = Math.min(waitMs, Math.max(0, (commitNanos - now) / 1_000_000 + 1));
            }
            long wallMs = isPaused ? Long.MAX_VALUE : task.nextWallPunctuationMs();
            if (wallMs != Long.MAX_VALUE) {
                waitMs = Math.min(waitMs, Math.max(1, wallMs - clock.wallMs()));
            }
        }
        return waitMs;
    }
}
