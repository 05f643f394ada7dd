package io.millrace.runtime;

import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task of a local thread, as it was when it was asked for. */
public interface TaskMetadata {

    /** Its id. */
    TaskId taskId();

    /** Partitions that it reads. */
    Set<TopicPartition> topicPartitions();

    /** Offset behind the last committed record of each partition of which one is committed. */
    Map<TopicPartition, Long> committedOffsets();

    /** Offset behind the last record of each partition. */
    Map<TopicPartition, Long> endOffsets();

    /** Since when it waits for data of some of its partitions ({@code max.task.idle.ms}), in milliseconds of wall time; empty if it does not. */
    Optional<Long> timeCurrentIdlingStarted();

    @Override
    boolean equals(@Nullable Object other);

    @Override
    int hashCode();
}
