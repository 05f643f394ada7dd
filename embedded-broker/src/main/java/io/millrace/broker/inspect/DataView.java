package io.millrace.broker.inspect;

import io.millrace.broker.commitlog.CommitLogFiles;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.topic.PartitionId;
import io.millrace.broker.topic.Topic;
import io.millrace.log.CommittedOffset;
import io.millrace.record.TopicPartition;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Topics and groups of a data directory as its commit log tells them. Immutable. */
final class DataView {

    private static final String IDENTITY = "MILLRACE";

    private final Disk disk;
    private final TreeMap<String, LogEntry.TopicCreated> topics = new TreeMap<>();
    private final Map<Integer, LogEntry.TopicCreated> byNumber = new TreeMap<>();
    private final Map<PartitionId, Long> logStarts = new TreeMap<>();
    private final TreeMap<String, TreeMap<PartitionId, CommittedOffset>> groups = new TreeMap<>();
    private final Map<PartitionId, Long> knownEnds = new TreeMap<>();
    private final CommitLogFiles.@Nullable Damage damage;

    private DataView(Disk disk, CommitLogFiles.Content content) {
        this.disk = disk;
        this.damage = content.damage();
        content.snapshot().forEach(this::note);
        content.entries().forEach(located -> note(located.entry()));
        byNumber.values().forEach(topic -> topics.put(topic.name(), topic));
    }

    /**
     * Reads a data directory.
     *
     * @throws IllegalArgumentException if it is not one
     */
    static DataView read(Disk disk) throws IOException {
        if (!disk.exists(IDENTITY)) {
            throw new IllegalArgumentException(
                    disk.describe("") + " is not a data directory: it has no " + IDENTITY + " file");
        }
        return new DataView(disk, new CommitLogFiles(disk).read());
    }

    private void noteEnds(LogEntry entry) {
        if (entry instanceof LogEntry.Decision decision) {
            decision.touchedEnds().forEach(end -> knownEnds.merge(end.partition(), end.offset(), Math::max));
        } else if (entry instanceof LogEntry.RecoveryPoint point) {
            knownEnds.merge(point.partition(), point.state().recoveryOffset(), Math::max);
        }
    }

    private void note(LogEntry entry) {
        noteEnds(entry);
        if (entry instanceof LogEntry.TopicCreated topic) {
            byNumber.put(topic.number(), topic);
        } else if (entry instanceof LogEntry.TopicDeleted topic) {
            byNumber.remove(topic.number());
        } else if (entry instanceof LogEntry.Decision decision && decision.membership() != null) {
            decision.inputs().forEach(input -> committed(decision.membership().group(), input));
        } else if (entry instanceof LogEntry.OffsetsCommitted offsets) {
            offsets.inputs().forEach(input -> committed(offsets.membership().group(), input));
        } else if (entry instanceof LogEntry.LogStartMoved moved) {
            logStarts.put(moved.start().partition(), moved.start().offset());
        }
    }

    private void committed(String group, LogEntry.InputOffset input) {
        groups.computeIfAbsent(group, name -> new TreeMap<>()).put(input.partition(), input.committed());
    }

    Disk disk() {
        return disk;
    }

    /** Topics by name. */
    TreeMap<String, LogEntry.TopicCreated> topics() {
        return topics;
    }

    Optional<LogEntry.TopicCreated> topic(String name) {
        return Optional.ofNullable(topics.get(name));
    }

    static String directory(LogEntry.TopicCreated topic, int partition) {
        return Topic.directory(topic.name(), partition);
    }

    /** First offset that may be read, as far as the commit log knows. */
    long logStart(LogEntry.TopicCreated topic, int partition) {
        return logStarts.getOrDefault(new PartitionId(topic.number(), partition), 0L);
    }

    /** Offset that the partition's log reaches for certain. */
    long knownEnd(LogEntry.TopicCreated topic, int partition) {
        return knownEnds.getOrDefault(new PartitionId(topic.number(), partition), 0L);
    }

    /** Committed offsets by group and partition; those of topics that are gone are left out. */
    Map<String, Map<TopicPartition, CommittedOffset>> groups() {
        Map<String, Map<TopicPartition, CommittedOffset>> named = new TreeMap<>();
        groups.forEach((group, offsets) -> {
            Map<TopicPartition, CommittedOffset> byName = new java.util.LinkedHashMap<>();
            offsets.forEach((id, offset) -> {
                LogEntry.TopicCreated topic = byNumber.get(id.topicNumber());
                if (topic != null) {
                    byName.put(new TopicPartition(topic.name(), id.partition()), offset);
                }
            });
            named.put(group, byName);
        });
        return named;
    }

    /** Where the commit log stops being readable; null if all of it is whole. */
    CommitLogFiles.@Nullable Damage damage() {
        return damage;
    }
}
