package io.millrace.runtime.restore;

import io.millrace.processor.TaskId;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how far a restore is: in the log from time to time, and at any time to whoever asks. Written by the task's thread, read by any. */
public final class RestoreProgress {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreProgress.class);
    private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final TaskId taskId;
    private final AtomicLong remaining = new AtomicLong();
    private final AtomicLong restored = new AtomicLong();
    private long startNanos;
    private long loggedNanos;
    private long loggedRecords;

    public RestoreProgress(TaskId taskId) {
        this.taskId = taskId;
    }

    /** Changelog records that are still to be replayed, markers included. */
    public long remaining() {
        return remaining.get();
    }

    /** Records that were replayed. */
    public long restored() {
        return restored.get();
    }

    void started(long records, long nowNanos) {
        remaining.set(records);
        startNanos = nowNanos;
        loggedNanos = nowNanos;
    }

    /** So many were replayed just now, so many are left. */
    void advanced(long records, long left, long nowNanos) {
        restored.addAndGet(records);
        remaining.set(left);
        if (left > 0 && nowNanos - loggedNanos >= LOG_INTERVAL_NANOS) {
            log(left, nowNanos);
        }
    }

    private void log(long left, long nowNanos) {
        long since = restored.get() - loggedRecords;
        if (since == 0) {
            LOG.warn(
                    "Task {} waits in its restore: {} offsets are left, and nothing could be read for {} s. A transaction that is open on its changelog ends"
                            + " by its timeout at the latest",
                    taskId,
                    left,
                    TimeUnit.NANOSECONDS.toSeconds(nowNanos - loggedNanos));
        } else {
            long perSecond = Math.max(1, since * TimeUnit.SECONDS.toNanos(1) / (nowNanos - loggedNanos));
            LOG.info(
                    "Task {} restores: {} records so far, about {} are left, {} per second, about {} s to go",
                    taskId,
                    restored.get(),
                    left,
                    perSecond,
                    left / perSecond);
        }
        loggedNanos = nowNanos;
        loggedRecords = restored.get();
    }

    void finished(long nowNanos) {
        remaining.set(0);
        if (restored.get() > 0) {
            LOG.info(
                    "Task {} restored {} records in {} ms",
                    taskId,
                    restored.get(),
                    TimeUnit.NANOSECONDS.toMillis(nowNanos - startNanos));
        }
    }
}
