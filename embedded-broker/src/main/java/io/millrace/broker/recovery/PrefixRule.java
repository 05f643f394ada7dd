package io.millrace.broker.recovery;

import io.millrace.broker.commitlog.CommitLogFiles;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.segment.LogRecovery;
import io.millrace.broker.topic.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which commits hold: all before the first one whose data, or whose input, is not all in the logs. Later ones may build on it, so they go with
 * it. Stateless.
 */
final class PrefixRule {

    private PrefixRule() {}

    /** Where logs must reach for an entry to hold. */
    static List<LogEntry.PartitionEnd> required(LogEntry entry) {
        if (entry instanceof LogEntry.Decision decision) {
            List<LogEntry.PartitionEnd> ends = new ArrayList<>(decision.touchedEnds());
            decision.inputs().forEach(input -> ends.add(end(input)));
            return ends;
        }
        if (entry instanceof LogEntry.OffsetsCommitted offsets) {
            List<LogEntry.PartitionEnd> ends = new ArrayList<>(offsets.outputs());
            offsets.inputs().forEach(input -> ends.add(end(input)));
            return ends;
        }
        return List.of();
    }

    private static LogEntry.PartitionEnd end(LogEntry.InputOffset input) {
        return new LogEntry.PartitionEnd(input.partition(), input.committed().offset());
    }

    /** Number of entries that hold. */
    static int length(List<CommitLogFiles.Located> entries, Map<PartitionId, LogRecovery> logs) {
        for (int i = 0; i < entries.size(); i++) {
            for (LogEntry.PartitionEnd end : required(entries.get(i).entry())) {
                LogRecovery log = logs.get(end.partition());
                // No log: the topic was deleted later, so its data is not missed.
                if (log != null && log.kept() == null && log.endOffset() < end.offset()) {
                    return i;
                }
            }
        }
        return entries.size();
    }
}
