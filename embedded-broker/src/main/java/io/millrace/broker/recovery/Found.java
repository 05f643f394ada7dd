package io.millrace.broker.recovery;

import io.millrace.broker.commitlog.CommitLogFiles;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.segment.LogEnvironment;
import io.millrace.broker.segment.LogRecovery;
import io.millrace.broker.segment.LogSettings;
import io.millrace.broker.segment.PartitionState;
import io.millrace.broker.topic.PartitionId;
import io.millrace.broker.topic.Topic;
import io.millrace.broker.topic.TopicSettings;
import io.millrace.record.TopicPartition;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that was read before anything is changed. Confined to the opening thread. */
final class Found {

    final CommitLogFiles.Content commitLog;
    final Map<Integer, LogEntry.TopicCreated> topics = new TreeMap<>();
    final Set<Integer> deletedTopics = new TreeSet<>();
    final Map<PartitionId, LogRecovery> logs = new TreeMap<>();
    private final Map<PartitionId, PartitionState> recoveryPoints = new TreeMap<>();

    /** Who had the data open last. */
    LogEntry.Opened opened = new LogEntry.Opened("", false);

    Found(CommitLogFiles.Content commitLog) {
        this.commitLog = commitLog;
        commitLog.snapshot().forEach(this::note);
        commitLog.entries().forEach(located -> note(located.entry()));
    }

    private void note(LogEntry entry) {
        if (entry instanceof LogEntry.TopicCreated topic) {
            topics.put(topic.number(), topic);
        } else if (entry instanceof LogEntry.TopicDeleted topic) {
            topics.remove(topic.number());
            deletedTopics.add(topic.number());
        } else if (entry instanceof LogEntry.RecoveryPoint point) {
            recoveryPoints.put(point.partition(), point.state());
        } else if (entry instanceof LogEntry.Opened now) {
            opened = now;
        }
    }

    void scanLogs(LogEnvironment environment, LogSettings defaults) throws IOException {
        for (LogEntry.TopicCreated topic : topics.values()) {
            LogSettings settings = TopicSettings.read(topic.name(), topic.config(), defaults);
            for (int i = 0; i < topic.partitionCount(); i++) {
                PartitionId id = new PartitionId(topic.number(), i);
                LogRecovery log = new LogRecovery(
                        environment,
                        new TopicPartition(topic.name(), i),
                        Topic.directory(topic.name(), i),
                        Topic.metadata(topic.id()),
                        settings,
                        recoveryPoints.getOrDefault(id, PartitionState.EMPTY));
                log.scan();
                logs.put(id, log);
            }
        }
    }
}
