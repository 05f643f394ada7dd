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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
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
    private final long startNanos;
    private long restored;

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
            TaskId taskId, TaskStores stores, StateRestoreListener listener, Clock clock, LogConsumer consumer) {
        this.taskId = taskId;
        this.stores = stores;
        this.listener = listener;
        this.clock = clock;
        this.consumer = consumer;
        this.startNanos = clock.monotonicNanos();
    }

    /** Finds out what is to be replayed. Listeners are told. */
    public static TaskRestore start(
            TaskId taskId,
            TaskStores stores,
            LogBroker broker,
            Limits limits,
            StateRestoreListener listener,
            Clock clock) {
        LogConsumer consumer = broker.consumer(ConsumerOptions.reader("restore-" + taskId));
        TaskRestore restore = new TaskRestore(taskId, stores, listener, clock, consumer);
        try {
            for (StoreSlot slot : stores.slots()) {
                if (slot.isLogged()) {
                    restore.open(slot, broker, limits);
                }
            }
            restore.assign();
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
            listener.onRestoreStart(changelog, slot.name(), start, end);
        }
    }

    private void assign() {
        consumer.assign(open.keySet());
        open.forEach((changelog, progress) -> consumer.seek(changelog, progress.startOffset));
    }

    /** Whether every store has reached its target. */
    public boolean isDone() {
        return open.isEmpty();
    }

    /** Applies what can be read now; returns how many records that were. */
    public int doWork() {
        int count = 0;
        if (!open.isEmpty()) {
            for (RecordBatch batch : consumer.poll(0)) {
                count += apply(batch);
            }
            finishReached();
        }
        return count;
    }

    private int apply(RecordBatch batch) {
        Progress progress = open.get(batch.partition());
        if (progress == null) {
            return 0;
        }
        int count = 0;
        long last = -1;
        try (TaskStores.RestoreBatch changes = stores.restore(progress.slot)) {
            while (batch.next() && batch.offset() < progress.endOffset) {
                if (batch.keyLength() >= 0) {
                    changes.add(
                            key(batch), value(batch), batch.timestamp(), batch.hasHeaders() ? batch.headers() : null);
                    count++;
                }
                last = batch.offset();
            }
            if (last >= 0) {
                changes.apply(last);
            }
        }
        progress.records += count;
        restored += count;
        if (count > 0) {
            listener.onBatchRestored(batch.partition(), progress.slot.name(), last, count);
        }
        return count;
    }

    private static byte[] key(RecordBatch batch) {
        return Arrays.copyOfRange(batch.keyArray(), batch.keyOffset(), batch.keyOffset() + batch.keyLength());
    }

    private static byte @Nullable [] value(RecordBatch batch) {
        return batch.valueLength() < 0
                ? null
                : Arrays.copyOfRange(
                        batch.valueArray(), batch.valueOffset(), batch.valueOffset() + batch.valueLength());
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
        if (open.isEmpty() && restored > 0) {
            LOG.info(
                    "Task {} restored {} records in {} ms",
                    taskId,
                    restored,
                    (clock.monotonicNanos() - startNanos) / 1_000_000);
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
