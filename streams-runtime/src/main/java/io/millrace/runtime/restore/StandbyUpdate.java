package io.millrace.runtime.restore;

import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.Isolation;
import io.millrace.log.LogBroker;
import io.millrace.log.LogConsumer;
import io.millrace.log.OffsetOutOfRangeException;
import io.millrace.log.RecordBatch;
import io.millrace.log.TopicAdmin;
import io.millrace.processor.StandbyUpdateListener;
import io.millrace.processor.StandbyUpdateListener.SuspendReason;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.stores.task.StoreSlot;
import io.millrace.stores.task.TaskStores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stores of a standby up to date: the same as {@link TaskRestore}, without an end. Only what is committed is read, and each fetch becomes part of a store as
 * a whole, together with its offset. Confined to the task's thread; {@link #doWork()} never waits.
 *
 * <p>A source topic that serves as changelog is followed only as far as the group has committed it: what is behind that the active task has not processed.
 */
public final class StandbyUpdate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandbyUpdate.class);

    private final TaskId taskId;
    private final String group;
    private final TaskStores stores;
    private final TopicAdmin topics;
    private final StandbyUpdateListener listener;
    private final LogConsumer consumer;
    private final Map<TopicPartition, Followed> followed = new LinkedHashMap<>();

    private static final class Followed {
        final StoreSlot slot;
        final boolean isSource;

        Followed(StoreSlot slot, boolean isSource) {
            this.slot = slot;
            this.isSource = isSource;
        }
    }

    /**
     * Starts to follow the changelogs of all stores that have one.
     *
     * @param group whose commits bound what is read of source topics
     * @param sourceTopics topics that the task reads
     */
    public StandbyUpdate(
            TaskId taskId,
            String group,
            Set<String> sourceTopics,
            TaskStores stores,
            LogBroker broker,
            StandbyUpdateListener listener) {
        this.taskId = taskId;
        this.group = group;
        this.stores = stores;
        this.topics = broker.topics();
        this.listener = listener;
        this.consumer = broker.consumer(ConsumerOptions.reader("standby-" + taskId));
        try {
            for (StoreSlot slot : stores.slots()) {
                if (slot.isLogged()) {
                    followed.put(
                            new TopicPartition(slot.changelogTopic(), taskId.partition()),
                            new Followed(slot, sourceTopics.contains(slot.changelogTopic())));
                }
            }
            consumer.assign(followed.keySet());
            followed.forEach(this::start);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private void start(TopicPartition changelog, Followed one) {
        long start = Math.max(one.slot.changelogOffset() + 1, topics.startOffset(changelog));
        consumer.seek(changelog, start);
        listener.onUpdateStart(changelog, one.slot.name(), start);
    }

    /** Applies what can be read now; returns how many batches that were, such with nothing but a marker included. */
    public int doWork() {
        pauseAtLimits();
        List<RecordBatch> polled = poll();
        FetchedRecords.byPartition(polled).forEach((changelog, batches) -> {
            Followed one = followed.get(changelog);
            if (one != null) {
                apply(changelog, one, batches);
            }
        });
        return polled.size();
    }

    /** Where each store stands in its changelog; markers that were passed count. */
    public void eachPosition(ObjLongConsumer<String> told) {
        followed.forEach((changelog, one) -> told.accept(one.slot.name(), consumer.position(changelog)));
    }

    private List<RecordBatch> poll() {
        try {
            return consumer.poll(0);
        } catch (OffsetOutOfRangeException e) {
            // Retention has passed the copy: what is gone has expired for the active store too.
            followed.forEach((changelog, one) -> {
                long start = topics.startOffset(changelog);
                if (consumer.position(changelog) < start) {
                    LOG.warn(
                            "The standby of task {} was at offset {} of {}, which starts at {} by now; it goes on from there",
                            taskId,
                            consumer.position(changelog),
                            changelog,
                            start);
                    consumer.seek(changelog, start);
                }
            });
            return List.of();
        }
    }

    private void pauseAtLimits() {
        followed.forEach((changelog, one) -> {
            if (one.isSource) {
                if (consumer.position(changelog) < limit(changelog, one)) {
                    consumer.resume(changelog);
                } else {
                    consumer.pause(changelog);
                }
            }
        });
    }

    private long limit(TopicPartition changelog, Followed one) {
        if (!one.isSource) {
            return Long.MAX_VALUE;
        }
        CommittedOffset committed = topics.committed(group, Set.of(changelog)).get(changelog);
        return committed == null ? 0 : committed.offset();
    }

    private void apply(TopicPartition changelog, Followed one, List<RecordBatch> batches) {
        long limit = limit(changelog, one);
        stores.restoredUpTo(topics.lastCommitNumber());
        FetchedRecords applied = FetchedRecords.apply(stores, one.slot, batches, limit);
        if (consumer.position(changelog) > limit) {
            consumer.seek(changelog, limit);
        }
        if (applied.count() > 0) {
            listener.onBatchLoaded(
                    changelog, one.slot.name(), taskId, applied.lastOffset(), applied.count(), end(changelog, one));
        }
    }

    /** The end of what could be applied now. */
    private long end(TopicPartition changelog, Followed one) {
        return one.isSource ? limit(changelog, one) : topics.endOffset(changelog, Isolation.READ_COMMITTED);
    }

    /** Committed changelog records that the stores lack, markers included. */
    public long lag() {
        long lag = 0;
        for (Map.Entry<TopicPartition, Followed> entry : followed.entrySet()) {
            lag += Math.max(0, end(entry.getKey(), entry.getValue()) - consumer.position(entry.getKey()));
        }
        return lag;
    }

    /** Stops, and tells why; what is applied stays. */
    public void suspend(SuspendReason reason) {
        followed.forEach((changelog, one) -> listener.onUpdateSuspended(
                changelog, one.slot.name(), one.slot.changelogOffset() + 1, end(changelog, one), reason));
        close();
    }

    /** Stops. Idempotent. */
    @Override
    public void close() {
        followed.clear();
        consumer.close();
    }
}
