package io.millrace.runtime.restore;

import io.millrace.log.ConsumerOptions;
import io.millrace.log.Isolation;
import io.millrace.log.LogBroker;
import io.millrace.log.LogConsumer;
import io.millrace.log.RecordBatch;
import io.millrace.processor.StateRestoreListener;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.stores.task.StoreSlot;
import io.millrace.stores.task.TaskStores;
import io.millrace.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays the tails of the changelogs of one task's stores. Confined to the task's thread; each {@link #doWork()} applies what is there and never waits.
 *
 * <p>The target of a changelog is the end of its log, markers and all, when the restore starts, and it is read read_committed up to there: the last stable
 * offset could miss a commit whose marker is on its way. Each applied batch carries its offset, so an interrupted restore resumes.
 */
public final class TaskRestore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRestore.class);

    private final TaskId taskId;
    private final TaskStores stores;
    private final StateRestoreListener listener;
    private final Clock clock;
    private final LogConsumer consumer;
    private final Map<TopicPartition, Progress> open = new LinkedHashMap<>();
    private final RestoreProgress progress;

    private static final class Progress {
        final StoreSlot slot;
        final long startOffset;
        final long endOffset;
        long records;

        Progress(StoreSlot slot, long startOffset, long endOffset) {
            this.slot = slot;
            this.startOffset = startOffset;
            this.endOffset = endOffset;
        }
    }

    /** Says how far a changelog is to be replayed. */
    @FunctionalInterface
    public interface Limits {

        /** Offset behind the last record to replay; empty: the end of the log. */
        OptionalLong limit(StoreSlot slot, TopicPartition changelog);
    }

    private TaskRestore(
            TaskId taskId,
            TaskStores stores,
            StateRestoreListener listener,
            Clock clock,
            LogConsumer consumer,
            RestoreProgress progress) {
        this.taskId = taskId;
        this.stores = stores;
        this.listener = listener;
        this.clock = clock;
        this.consumer = consumer;
        this.progress = progress;
    }

    /** Finds out what is to be replayed. Listeners are told. */
    public static TaskRestore start(
            TaskId taskId,
            TaskStores stores,
            LogBroker broker,
            Limits limits,
            StateRestoreListener listener,
            Clock clock,
            RestoreProgress progress) {
        LogConsumer consumer = broker.consumer(ConsumerOptions.reader("restore-" + taskId));
        TaskRestore restore = new TaskRestore(taskId, stores, listener, clock, consumer, progress);
        try {
            for (StoreSlot slot : stores.slots()) {
                if (slot.isLogged()) {
                    restore.open(slot, broker, limits);
                }
            }
            restore.assign();
            progress.started(restore.remaining(), clock.monotonicNanos());
            return restore;
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private void open(StoreSlot slot, LogBroker broker, Limits limits) {
        TopicPartition changelog = new TopicPartition(slot.changelogTopic(), taskId.partition());
        long logStart = broker.topics().startOffset(changelog);
        long start = Math.max(slot.changelogOffset() + 1, logStart);
        long end = limits.limit(slot, changelog)
                .orElseGet(() -> broker.topics().endOffset(changelog, Isolation.READ_UNCOMMITTED));
        if (start < end) {
            open.put(changelog, new Progress(slot, start, end));
            LOG.info(
                    "Task {} restores store '{}' from {}, offsets {} to {}: {}",
                    taskId,
                    slot.name(),
                    changelog,
                    start,
                    end - 1,
                    reason(slot, logStart));
            listener.onRestoreStart(changelog, slot.name(), start, end);
        }
    }

    private static String reason(StoreSlot slot, long logStart) {
        long next = slot.changelogOffset() + 1;
        if (next == 0) {
            return "there is nothing of it here";
        }
        return next < logStart
                ? "it stands at offset " + (next - 1) + ", and what has been deleted since has expired"
                : "it stands at offset " + (next - 1) + ", and the changelog went on, if only with a marker";
    }

    private void assign() {
        consumer.assign(open.keySet());
        open.forEach((changelog, one) -> consumer.seek(changelog, one.startOffset));
    }

    /** Whether every store has reached its target. */
    public boolean isDone() {
        return open.isEmpty();
    }

    /** Applies what can be read now; returns how many records that were. */
    public int doWork() {
        int count = 0;
        if (!open.isEmpty()) {
            for (Map.Entry<TopicPartition, List<RecordBatch>> fetched :
                    FetchedRecords.byPartition(consumer.poll(0)).entrySet()) {
                count += apply(fetched.getKey(), fetched.getValue());
            }
            progress.advanced(count, remaining(), clock.monotonicNanos());
            finishReached();
        }
        return count;
    }

    private int apply(TopicPartition changelog, List<RecordBatch> batches) {
        Progress one = open.get(changelog);
        if (one == null) {
            return 0;
        }
        FetchedRecords applied = FetchedRecords.apply(stores, one.slot, batches, one.endOffset);
        one.records += applied.count();
        if (applied.count() > 0) {
            listener.onBatchRestored(changelog, one.slot.name(), applied.lastOffset(), applied.count());
        }
        return applied.count();
    }

    /** Changelog records that are still to be replayed, markers included. */
    public long remaining() {
        long remaining = 0;
        for (Map.Entry<TopicPartition, Progress> entry : open.entrySet()) {
            remaining += Math.max(0, entry.getValue().endOffset - consumer.position(entry.getKey()));
        }
        return remaining;
    }

    private void finishReached() {
        open.entrySet().removeIf(entry -> {
            boolean reached = consumer.position(entry.getKey()) >= entry.getValue().endOffset;
            if (reached) {
                consumer.pause(entry.getKey());
                listener.onRestoreEnd(entry.getKey(), entry.getValue().slot.name(), entry.getValue().records);
            }
            return reached;
        });
        if (open.isEmpty()) {
            progress.finished(clock.monotonicNanos());
        }
    }

    /** Stops; what is applied stays. Idempotent. */
    @Override
    public void close() {
        open.forEach((changelog, progress) ->
                listener.onRestoreSuspended(changelog, progress.slot.name(), progress.records));
        open.clear();
        consumer.close();
    }
}
