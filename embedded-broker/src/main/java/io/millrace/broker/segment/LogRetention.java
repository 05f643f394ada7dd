package io.millrace.broker.segment;

import io.millrace.time.Clock;
import java.io.IOException;

/** What may leave a partition's log by age, by size, or because it was deleted, and the removal of its files. Owned by its {@link PartitionLog}. Thread-safe. */
public final class LogRetention {

    private final PartitionLog log;
    private final Clock clock;
    private final UnsyncedFiles unsynced;

    LogRetention(PartitionLog log, Clock clock, UnsyncedFiles unsynced) {
        this.log = log;
        this.clock = clock;
        this.unsynced = unsynced;
    }

    /**
     * Where the log may start by {@code retention.ms} and {@code retention.bytes}: the present start if nothing is too old or too much.
     *
     * @param limit no record from here on goes
     */
    public long expiredBefore(long limit) throws IOException {
        LogView now = log.view();
        LogSettings.Retention retention = log.settings().retention();
        return retention.isLimited()
                ? Retention.newStart(
                        Retention.facts(now),
                        now.startOffset,
                        retention,
                        clock.wallMs(),
                        Math.min(limit, now.lastStableOffset))
                : now.startOffset;
    }

    /** Whether there are segments that nobody can read any more. */
    public boolean hasUnreadableSegments() {
        LogView now = log.view();
        return now.segments.size() > 1 && now.segments.get(1).baseOffset <= now.startOffset;
    }

    /**
     * Removes closed segments that end before the start offset, oldest first, as far as a durable snapshot knows that they are not needed: were they
     * removed earlier, a recovery that goes back to it would miss them.
     */
    public void dropUnreadableSegments() throws IOException {
        log.compaction().finishInterrupted();
        unsynced.whileNoneSyncs(() -> {
            for (Segment first = log.takeUnreadable(); first != null; first = log.takeUnreadable()) {
                first.delete();
            }
        });
    }
}
