package io.millrace.broker.recovery;

import io.millrace.broker.commitlog.CommitLogFiles;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.segment.LogEnvironment;
import io.millrace.broker.segment.LogRecovery;
import io.millrace.broker.segment.LogSettings;
import io.millrace.broker.segment.LossRepair;
import io.millrace.broker.segment.PartitionDamage;
import io.millrace.broker.topic.PartitionId;
import io.millrace.log.CorruptLogException;
import io.millrace.record.TopicPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gives up damaged records of one partition because somebody said so. Stateless; the data is locked and not open. */
public final class AcceptedLoss {

    private AcceptedLoss() {}

    /**
     * Mends the partition.
     *
     * @return what was given up; empty if nothing is damaged
     * @throws IllegalArgumentException if there is no such partition
     * @throws CorruptLogException if it cannot be mended, or the commit log is damaged
     */
    public static List<PartitionDamage> run(LogEnvironment environment, LogSettings defaults, TopicPartition partition)
            throws IOException {
        Found found = new Found(new CommitLogFiles(environment.disk()).read());
        List<PartitionDamage> lost = new ArrayList<>();
        try {
            found.scanLogs(environment, defaults);
            Map.Entry<PartitionId, LogRecovery> chosen = found.logs.entrySet().stream()
                    .filter(each -> each.getValue().partition().equals(partition))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no partition " + partition));
            List<LossRepair.Decided> decided = decided(found, chosen.getKey());
            LogRecovery log = chosen.getValue();
            DurabilityCheck.require(found, environment.disk());
            log.scanOld();
            for (PartitionDamage next = log.kept(); next != null; next = log.kept()) {
                requireProgress(lost, next);
                lost.add(next);
                log.acceptLoss(decided);
                log.scan();
                DurabilityCheck.require(found, environment.disk());
                log.scanOld();
            }
        } finally {
            for (LogRecovery log : found.logs.values()) {
                log.closeFiles();
            }
        }
        return lost;
    }

    private static void requireProgress(List<PartitionDamage> lost, PartitionDamage next) {
        if (!lost.isEmpty() && next.offset() <= lost.get(lost.size() - 1).offset()) {
            throw new CorruptLogException(next.message());
        }
    }

    private static List<LossRepair.Decided> decided(Found found, PartitionId partition) {
        List<LossRepair.Decided> decided = new ArrayList<>();
        for (CommitLogFiles.Located located : found.commitLog.entries()) {
            if (located.entry() instanceof LogEntry.Decision decision) {
                for (LogEntry.PartitionEnd end : decision.touchedEnds()) {
                    if (end.partition().equals(partition)) {
                        decided.add(
                                new LossRepair.Decided(decision.commitNumber(), decision.producerId(), end.offset()));
                    }
                }
            }
        }
        return decided;
    }
}
