package io.millrace.runtime.task;

import io.millrace.processor.PunctuationType;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.input.IdleRule;
import io.millrace.runtime.input.PartitionGroup;
import io.millrace.runtime.input.PartitionQueue;
import io.millrace.runtime.metrics.Meter;
import io.millrace.runtime.punctuation.PunctuationSchedule;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.task.TaskStores;
import io.millrace.time.Clock;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Processes records of a task, one after the other, until its slice of time or records is used up. Confined to the task's thread. */
final class RecordSlice {

    private static final int CLOCK_READ_INTERVAL = 128;

    private final PartitionGroup group;
    private final IdleRule idle;
    private final TaskStores stores;
    private final PunctuationSchedule punctuations;
    private final RecordCoordinates coordinates;
    private final Clock clock;
    private final Meter processed;
    private final long uncommittedBytesMax;
    private @Nullable PartitionQueue beingProcessed;

    RecordSlice(TaskParts parts) {
        group = parts.group();
        idle = parts.idleRule();
        stores = parts.scope().stores();
        punctuations = parts.punctuations();
        coordinates = parts.scope().coordinates();
        clock = parts.clock();
        processed = parts.scope().metrics().processed();
        uncommittedBytesMax = parts.uncommittedBytesMax();
    }

    /** Returns how many were processed. It ends early when a commit or a punctuation is due. User code runs and may throw. */
    int run(int maxRecords, long deadlineNanos, long wallMs, Function<TopicPartition, OptionalLong> lag) {
        long start = clock.monotonicNanos();
        int count = process(maxRecords, deadlineNanos, wallMs, lag);
        processed.record(count, clock.monotonicNanos() - start);
        return count;
    }

    private int process(int maxRecords, long deadlineNanos, long wallMs, Function<TopicPartition, OptionalLong> lag) {
        int count = 0;
        while (count < maxRecords && (group.isComplete() || idle.mayProcess(group, wallMs, lag))) {
            PartitionQueue queue = group.next();
            if (queue == null) {
                break;
            }
            processHead(queue);
            count++;
            if (count % CLOCK_READ_INTERVAL == 0
                    && (clock.monotonicNanos() >= deadlineNanos || stores.mustCommit(uncommittedBytesMax))) {
                break;
            }
            if (punctuations.isDue(PunctuationType.STREAM_TIME, group.streamTimeMs())) {
                break;
            }
        }
        return count;
    }

    private void processHead(PartitionQueue queue) {
        var record = queue.head();
        RecordCoordinates here = coordinates;
        here.topic = queue.topic();
        here.partition = queue.partition().partition();
        here.offset = queue.headOffset();
        here.timestamp = record.timestamp();
        here.record = record;
        here.source = queue;
        beingProcessed = queue;
        queue.source().accept(record);
        beingProcessed = null;
        here.record = null;
        here.topic = null;
        group.processed(queue);
    }

    /** Gives up the record on which {@link #run} threw, with what it did so far. */
    void abandonFailed() {
        PartitionQueue queue = beingProcessed;
        if (queue != null) {
            beingProcessed = null;
            coordinates.clear();
            group.processed(queue);
        }
    }

    /** The queues are being put back to the last commit. */
    void rewind() {
        beingProcessed = null;
    }
}
