package io.millrace.runtime.output;

import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.LogProducer;
import io.millrace.log.PartitionAppender;
import io.millrace.record.TopicPartition;
import java.util.Map;
import java.util.OptionalLong;

/** The producer of a task that must not write: everything that would write fails. */
final class NoProducer implements LogProducer {

    private static IllegalStateException refused() {
        return new IllegalStateException("A standby writes nothing");
    }

    @Override
    public PartitionAppender appender(TopicPartition partition) {
        throw refused();
    }

    @Override
    public void begin() {
        throw refused();
    }

    @Override
    public boolean isInTransaction() {
        return false;
    }

    @Override
    public void addOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
        throw refused();
    }

    @Override
    public void commitOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
        throw refused();
    }

    @Override
    public void flush() {
        throw refused();
    }

    @Override
    public OptionalLong lastOffset(TopicPartition partition) {
        return OptionalLong.empty();
    }

    @Override
    public void abort() {
        throw refused();
    }

    @Override
    public void close() {
        // There is nothing to give up.
    }
}
