package io.millrace.broker.recovery;

import io.millrace.broker.commitlog.CommitLogFiles;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.segment.LogRecovery;
import io.millrace.broker.topic.PartitionId;
import io.millrace.log.CorruptLogException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells damage from an unfinished write. A write is unfinished only if nothing whole is behind it, or if the machine stopped (then unsynced
 * bytes survive in any mixture); and never below what was known to be durable. Stateless.
 */
final class DurabilityCheck {

    private DurabilityCheck() {}

    /** @throws CorruptLogException if something is damaged or missing that must be there */
    static void require(Found found, String incarnationNow) {
        boolean machineStopped = !found.opened.incarnation().isEmpty()
                && !incarnationNow.isEmpty()
                && !found.opened.incarnation().equals(incarnationNow);
        requireCommitLog(found, machineStopped);
        Map<PartitionId, Long> durable = durableEnds(found);
        found.logs.forEach((id, log) -> requireLog(log, durable.getOrDefault(id, 0L), machineStopped));
    }

    private static void requireCommitLog(Found found, boolean machineStopped) {
        CommitLogFiles.Damage damage = found.commitLog.damage();
        if (damage != null && damage.hasWholeEntryBehind() && !machineStopped) {
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

    private static Map<PartitionId, Long> durableEnds(Found found) {
        Map<PartitionId, Long> ends = new TreeMap<>();
        boolean synced = found.opened.syncsCommits();
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

    private static void requireLog(LogRecovery log, long durableEnd, boolean machineStopped) {
        LogRecovery.Damage damage = log.damage();
        if (log.endOffset() < durableEnd) {
            String where = damage == null
                    ? "ends"
                    : "is damaged in " + damage.file() + " at position " + damage.position() + " (" + damage.problem()
                            + ")";
            throw new CorruptLogException(
                    "The log of " + log.partition() + " " + where + " at offset " + log.endOffset()
                            + ", but records up to offset " + durableEnd
                            + " were durable. Nothing was changed. Restore the file from a copy.");
        }
        if (damage != null && damage.hasWholeBatchBehind() && !machineStopped) {
            throw new CorruptLogException(
                    "The log of " + log.partition() + " is damaged in " + damage.file() + " at position "
                            + damage.position() + ", offset " + damage.offset() + " (" + damage.problem()
                            + "), and whole batches follow behind it. Nothing was changed. Restore the file from a copy.");
        }
    }
}
