package io.millrace.runtime.global;

import io.millrace.errors.StreamsException;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.OffsetOutOfRangeException;
import io.millrace.log.RecordBatch;
import io.millrace.log.TopicAdmin;
import io.millrace.log.TopicDescription;
import io.millrace.processor.StateRestoreListener;
import io.millrace.processor.StateStore;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.graph.GlobalStores;
import io.millrace.runtime.loop.Outage;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.stores.engine.UnavailableStoreException;
import io.millrace.stores.view.TaskViews;
import io.millrace.time.Clock;
import io.millrace.topology.dag.GlobalStoreNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of the global thread: reads all partitions of the global topics and keeps the stores up to date, first up to the ends that the topics had when it was made
 * ({@link #isLoaded()}), then for good. Confined to whoever steps it, but for {@link #wakeup()} and the readers.
 */
public final class GlobalLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GlobalLoop.class);
    private static final long LONGEST_WAIT_MS = 100;

    private final String name;
    private final Supplier<GlobalTask> opening;
    private final Outage outage;
    private GlobalTask task;
    private boolean isDown;
    private boolean isTaskClosed;
    private final LogConsumer consumer;
    private final TopicAdmin topics;
    private final Set<TopicPartition> topicPartitions = new LinkedHashSet<>();
    private final StateRestoreListener listener;
    private final Clock clock;
    private final TaskViews views = TaskViews.forFollowers();
    private final GlobalStores readers;
    private final Map<String, StateStore> stores;
    private final Map<String, String> topicOf = new HashMap<>();
    private final Map<TopicPartition, Load> loading = new LinkedHashMap<>();
    private final List<RecordBatch> polledWhileWaiting = new ArrayList<>();
    private final long startNanos;
    private long loadedRecords;

    /** The first load of one partition. */
    private static final class Load {

        final String store;
        final long endOffset;
        long records;

        Load(String store, long endOffset) {
            this.store = store;
            this.endOffset = endOffset;
        }
    }

    private GlobalLoop(
            String name,
            GlobalTask task,
            Supplier<GlobalTask> opening,
            TaskEnvironment environment,
            LogConsumer consumer) {
        this.name = name;
        this.opening = opening;
        this.outage = new Outage(name);
        this.task = task;
        this.consumer = consumer;
        this.topics = environment.broker().topics();
        this.listener = environment.restoreListener();
        this.clock = environment.clock();
        this.startNanos = clock.monotonicNanos();
        this.readers = task.publish(views);
        this.stores = Map.copyOf(task.stores());
        task.topics().forEach(topic -> topicOf.put(task.storeOf(topic), topic));
    }

    /**
     * Opens the stores and finds out what is to be read. User code runs.
     *
     * @param directory of the application
     */
    public static GlobalLoop open(
            String name, List<GlobalStoreNode> nodes, TaskEnvironment environment, String directory) {
        Supplier<GlobalTask> opening = () -> GlobalTask.reopen(nodes, environment, directory);
        GlobalTask task = opening.get();
        try {
            LogConsumer consumer = environment.broker().consumer(ConsumerOptions.reader(name));
            try {
                GlobalLoop loop = new GlobalLoop(name, task, opening, environment, consumer);
                loop.start();
                return loop;
            } catch (RuntimeException e) {
                consumer.close();
                throw e;
            }
        } catch (RuntimeException e) {
            task.close();
            throw e;
        }
    }

    private void start() {
        Map<TopicPartition, Long> starts = new LinkedHashMap<>();
        for (String topic : task.topics()) {
            int count =
                    topics.describe(topic).map(TopicDescription::partitionCount).orElse(0);
            for (int i = 0; i < count; i++) {
                TopicPartition partition = new TopicPartition(topic, i);
                starts.put(partition, Math.max(task.nextOffset(partition), topics.startOffset(partition)));
            }
        }
        topicPartitions.addAll(starts.keySet());
        consumer.assign(topicPartitions);
        starts.forEach((partition, start) -> {
            consumer.seek(partition, start);
            long end = topics.endOffset(partition, Isolation.READ_COMMITTED);
            if (start < end) {
                String store = task.storeOf(partition.topic());
                loading.put(partition, new Load(store, end));
                listener.onRestoreStart(partition, store, start, end);
            }
        });
    }

    public String name() {
        return name;
    }

    /** The stores as other tasks read them. Safe from any thread. */
    public GlobalStores readers() {
        return readers;
    }

    /** What is committed, for queries. Safe from any thread. */
    public TaskViews views() {
        return views;
    }

    /** The stores by name; only what they were built from may be looked at. Safe from any thread. */
    public Map<String, StateStore> stores() {
        return stores;
    }

    /** The topic that fills a store. Safe from any thread. */
    public String topicOf(String store) {
        return topicOf.getOrDefault(store, store);
    }

    /** Whether everything is there that was in the topics when the loop was made. */
    public boolean isLoaded() {
        return loading.isEmpty();
    }

    /**
     * Takes one step; returns how much was done, 0 if nothing can be done before something happens. While its disk cannot be written it rests, and shows what it has
     * committed.
     */
    public int doWork() {
        long now = clock.monotonicNanos();
        if (outage.isResting(now)) {
            return 0;
        }
        try {
            if (isDown) {
                reopen();
            }
            int work = takeOver(poll(0)) + task.background(now);
            outage.ended(now);
            return work;
        } catch (UnavailableStoreException e) {
            setBack(e, now);
        } catch (BrokerUnavailableException e) {
            if (!e.isTemporary()) {
                throw e;
            }
            setBack(e, now);
        }
        return 0;
    }

    /** The stores stay open until they are opened again: what is committed can be read meanwhile. */
    private void setBack(RuntimeException reason, long nowNanos) {
        outage.rest(reason, nowNanos);
        isDown = true;
        polledWhileWaiting.clear();
        topicPartitions.forEach(consumer::pause);
    }

    /** Goes on from what the stores have on the disk. */
    private void reopen() {
        views.expectReopening(true);
        try {
            closeTask();
        } catch (RuntimeException e) {
            LOG.warn("{} closes its stores to open them again; what they could not write is read again", name, e);
        }
        task = opening.get();
        isTaskClosed = false;
        views.expectReopening(false);
        task.publish(views);
        isDown = false;
        for (TopicPartition partition : topicPartitions) {
            consumer.resume(partition);
            consumer.seek(partition, Math.max(task.nextOffset(partition), topics.startOffset(partition)));
        }
    }

    private void closeTask() {
        if (!isTaskClosed) {
            isTaskClosed = true;
            task.close();
        }
    }

    private List<RecordBatch> poll(long waitMs) {
        try {
            return consumer.poll(waitMs);
        } catch (OffsetOutOfRangeException e) {
            throw new StreamsException(
                    "Records of a global topic were deleted before the global store had read them: " + e.getMessage()
                            + ". Start the application again, which loads the store anew; raise the retention of the topic to avoid this.",
                    e);
        }
    }

    private int takeOver(List<RecordBatch> polled) {
        int count = 0;
        List<RecordBatch> batches = new ArrayList<>(polledWhileWaiting);
        polledWhileWaiting.clear();
        batches.addAll(polled);
        for (RecordBatch batch : batches) {
            count += take(batch);
        }
        if (count > 0) {
            task.commit();
        }
        if (!loading.isEmpty()) {
            finishLoaded();
        }
        return count;
    }

    private int take(RecordBatch batch) {
        int count = task.process(batch);
        Load load = loading.get(batch.partition());
        if (load != null && count > 0) {
            load.records += count;
            loadedRecords += count;
            listener.onBatchRestored(batch.partition(), load.store, task.nextOffset(batch.partition()) - 1, count);
        }
        return count;
    }

    private void finishLoaded() {
        loading.entrySet().removeIf(entry -> {
            boolean isReached = consumer.position(entry.getKey()) >= entry.getValue().endOffset;
            if (isReached) {
                listener.onRestoreEnd(entry.getKey(), entry.getValue().store, entry.getValue().records);
            }
            return isReached;
        });
        if (loading.isEmpty()) {
            LOG.info(
                    "{} loaded {} records in {} ms",
                    name,
                    loadedRecords,
                    (clock.monotonicNanos() - startNanos) / 1_000_000);
        }
    }

    /** Waits until something can be done. After {@link #doWork()} returned 0. */
    public void await() {
        polledWhileWaiting.addAll(poll(LONGEST_WAIT_MS));
    }

    /** Makes {@link #await()} return. Safe from any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    /** Closes the stores, which keep what is committed. Idempotent. */
    @Override
    public void close() {
        loading.forEach((partition, load) -> listener.onRestoreSuspended(partition, load.store, load.records));
        loading.clear();
        try {
            consumer.close();
        } finally {
            views.expectReopening(false);
            closeTask();
        }
    }
}
