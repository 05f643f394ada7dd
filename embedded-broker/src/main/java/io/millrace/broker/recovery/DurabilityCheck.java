package io.millrace.broker.recovery;

import io.millrace.broker.commitlog.CommitLogFiles;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.segment.LogDamage;
import io.millrace.broker.segment.LogRecovery;
import io.millrace.broker.segment.StorageHealth;
import io.millrace.broker.topic.PartitionId;
import io.millrace.log.CorruptLogException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells damage from an unfinished write. A write is unfinished only if nothing whole is behind it, or if the machine stopped or a sync failed (then unsynced
 * bytes survive in any mixture); and never below what was known to be durable. Stateless.
 */
final class DurabilityCheck {

    private static final Logger LOG = LoggerFactory.getLogger(DurabilityCheck.class);

    private DurabilityCheck() {}

    /**
     * Marks the partitions that are damaged: they are opened for reading only.
     *
     * @throws CorruptLogException if something of the commit log is damaged or missing that must be there
     */
    static void require(Found found, Disk disk) throws IOException {
        String now = disk.incarnation();
        String then = found.opened.incarnation();
        boolean machineStopped = !then.isEmpty() && !now.isEmpty() && !then.equals(now);
        boolean mayHaveHoles = machineStopped || StorageHealth.hadFailed(disk);
        requireCommitLog(found, mayHaveHoles);
        Map<PartitionId, Long> durable = durableEnds(found, found.opened.syncsCommits());
        Map<PartitionId, Long> required = durableEnds(found, true);
        for (Map.Entry<PartitionId, LogRecovery> each : found.logs.entrySet()) {
            PartitionId id = each.getKey();
            judge(each.getValue(), durable.getOrDefault(id, 0L), required.getOrDefault(id, 0L), mayHaveHoles);
        }
    }

    private static void requireCommitLog(Found found, boolean mayHaveHoles) {
        CommitLogFiles.Damage damage = found.commitLog.damage();
        if (damage != null && damage.hasWholeEntryBehind() && !mayHaveHoles) {
            throw new CorruptLogException(
                    "The commit log " + damage.file() + " is damaged at position " + damage.position()
                            + ", and decisions follow behind it. Nothing was changed. Restore the file from a copy.");
        }
        if (!found.opened.syncsCommits()) {
            return;
        }
        long last = lastCommitNumber(found);
        found.logs.forEach((id, log) -> {
            for (LogRecovery.CommitMarker marker : log.commitMarkers()) {
                if (marker.commitNumber() > last) {
                    throw new CorruptLogException(
                            "The commit log ends with commit " + last + ", but " + log.partition()
                                    + " has the marker of commit " + marker.commitNumber() + " at offset "
                                    + marker.offset()
                                    + ", which was synced: the commit log was cut or damaged. Nothing was changed. Restore it from a copy.");
                }
            }
        });
    }

    static long lastCommitNumber(Found found) {
        long last = 0;
        for (LogEntry entry : found.commitLog.snapshot()) {
            last = Math.max(last, commitNumber(entry));
        }
        for (CommitLogFiles.Located located : found.commitLog.entries()) {
            last = Math.max(last, commitNumber(located.entry()));
        }
        return last;
    }

    static long commitNumber(LogEntry entry) {
        if (entry instanceof LogEntry.Decision decision) {
            return decision.commitNumber();
        }
        if (entry instanceof LogEntry.OffsetsCommitted offsets) {
            return offsets.commitNumber();
        }
        return entry instanceof LogEntry.SnapshotEnd end ? end.lastCommitNumber() : 0;
    }

    /** @param synced whether what a decision needs was synced before it */
    private static Map<PartitionId, Long> durableEnds(Found found, boolean synced) {
        Map<PartitionId, Long> ends = new TreeMap<>();
        for (CommitLogFiles.Located located : found.commitLog.entries()) {
            if (located.entry() instanceof LogEntry.DurableEnds durable) {
                raise(ends, durable.ends());
            } else if (synced) {
                raise(ends, PrefixRule.required(located.entry()));
            }
        }
        return ends;
    }

    private static void raise(Map<PartitionId, Long> ends, List<LogEntry.PartitionEnd> by) {
        for (LogEntry.PartitionEnd end : by) {
            ends.merge(end.partition(), end.offset(), Math::max);
        }
    }

    private static void judge(LogRecovery log, long durableEnd, long requiredEnd, boolean mayHaveHoles)
            throws IOException {
        LogDamage damage = log.damage();
        boolean isUnfinishedWrite =
                damage == null || !damage.wasDurable() && (!damage.hasWholeBatchBehind() || mayHaveHoles);
        if (log.endOffset() < durableEnd || !isUnfinishedWrite) {
            log.keepDamage(requiredEnd);
            LOG.error("{}", Objects.requireNonNull(log.kept()).message());
        }
    }
}
