package io.millrace.simulation.task;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.GroupMembership;
import io.millrace.log.LogConsumer;
import io.millrace.log.RecordBatch;
import io.millrace.processor.StateRestoreListener;
import io.millrace.processor.TaskId;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.commit.CommitSequence;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.StreamTask;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.task.TaskFactory;
import io.millrace.runtime.topics.InternalTopics;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.runtime.topics.TopologyFingerprint;
import io.millrace.serialization.Serdes;
import io.millrace.stores.engine.HeapEngine;
import io.millrace.time.Clock;
import io.millrace.topology.Topology;
import io.millrace.topology.dag.ProcessorDag;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/** The tasks of a topology on a broker in memory, each stepped by hand and by itself; time stands still but for {@link #advanceMs}. Confined to the test's thread. */
final class TaskBench implements AutoCloseable {

    private static final String APPLICATION = "app";

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final EmbeddedProducer<String, String> producer =
            broker.producer(Serdes.String().serializer(), Serdes.String().serializer());
    private final Semaphore decided = new Semaphore(0);
    private final CommitSequence commits = new CommitSequence(
            broker,
            true,
            () -> GroupMembership.standalone(APPLICATION),
            decided::release,
            CommitSequence.StepProbe.NONE);
    private final SortedMap<TaskId, StreamTask> tasks = new TreeMap<>();
    private final Map<StreamTask, LogConsumer> consumers = new HashMap<>();
    private long nowMs = 1_000;
    private long wallOffsetMs = 1_700_000_000_000L;

    private final class HandClock implements Clock {

        @Override
        public long wallMs() {
            return wallOffsetMs + nowMs;
        }

        @Override
        public long monotonicNanos() {
            return nowMs * 1_000_000;
        }
    }

    private static final class Unheard implements StateRestoreListener {

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {}

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long last, long count) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long total) {}
    }

    TaskBench(Topology topology, Properties properties, List<String> topics, Path directory) {
        topics.forEach(topic -> broker.createTopic(topic, 1));
        StreamsConfig config = new StreamsConfig(properties);
        RuntimeSettings settings = new RuntimeSettings(config);
        ProcessorDag dag = topology.compile(config);
        TopicPlan plan = TopicPlan.resolve(dag, APPLICATION, broker.topics());
        new InternalTopics(plan, broker.topics(), settings).create();
        TaskFactory factory = new TaskFactory(new TaskEnvironment(
                settings,
                broker,
                (where, families) -> new HeapEngine(families.size()),
                new HandClock(),
                new Unheard(),
                TopologyFingerprint.of(dag)));
        plan.tasks().forEach((id, partitions) -> {
            StreamTask task = factory.create(new TaskFactory.TaskSpec(
                    id,
                    List.of(plan.subTopology(id.subtopology())),
                    partitions,
                    directory.resolve(id.toString()).toString(),
                    plan.taskCount(id.subtopology())));
            LogConsumer consumer = broker.consumer(ConsumerOptions.member("bench-" + id, APPLICATION));
            tasks.put(id, task);
            consumers.put(task, consumer);
            consumer.assign(partitions);
            seek(task);
            task.publish();
            while (task.state() == StreamTask.State.RESTORING) {
                task.restoreStep();
            }
        });
    }

    /** In the order in which records flow, but where a topology reads what a later part of it writes. */
    List<StreamTask> tasks() {
        return List.copyOf(tasks.values());
    }

    void send(String topic, long timestampMs, String key, String value) {
        producer.send(new ProducerRecord<>(topic, 0, timestampMs, key, value));
    }

    void flush() {
        producer.flush();
    }

    void advanceMs(long ms) {
        nowMs += ms;
    }

    /** The clock on the wall is set; that of the machine goes on. */
    void setWallBy(long ms) {
        wallOffsetMs += ms;
    }

    /** Processes all that a task can read, and runs the ticks that are due; commits nothing. Returns how many records it was. */
    int work(StreamTask task) {
        LogConsumer consumer = consumers.get(task);
        int count = 0;
        List<RecordBatch> batches = consumer.poll(0);
        while (!batches.isEmpty()) {
            for (RecordBatch batch : batches) {
                task.add(batch.partition(), batch);
            }
            batches = consumer.poll(0);
        }
        int processed = task.processSlice(1, Long.MAX_VALUE, partition -> OptionalLong.of(0));
        while (processed > 0) {
            count += processed;
            task.punctuate();
            processed = task.processSlice(1, Long.MAX_VALUE, partition -> OptionalLong.of(0));
        }
        task.punctuate();
        return count;
    }

    /** Rewinds a task, and reads again from where it has committed. */
    void rewind(StreamTask task) {
        task.rewind();
        seek(task);
    }

    private void seek(StreamTask task) {
        LogConsumer consumer = consumers.get(task);
        task.committedPositions().forEach((partition, position) -> consumer.seek(partition, position.offset()));
    }

    void commit(StreamTask task) {
        commits.commit(List.of(task));
        while (task.state() == StreamTask.State.COMMITTING) {
            decided.acquireUninterruptibly();
            commits.poll();
        }
    }

    @Override
    public void close() {
        tasks.values().forEach(StreamTask::close);
        consumers.values().forEach(LogConsumer::close);
        producer.close();
        broker.close();
    }
}
