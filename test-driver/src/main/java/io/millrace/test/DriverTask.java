package io.millrace.test;

import io.millrace.config.StreamsConfig;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.GroupMembership;
import io.millrace.log.LogConsumer;
import io.millrace.log.RecordBatch;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.processor.StateRestoreListener;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import io.millrace.record.Headers;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.commit.CommitSequence;
import io.millrace.runtime.commit.CommitSequence.StepProbe;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.StreamTask;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.task.TaskFactory;
import io.millrace.runtime.topics.InternalTopics;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.runtime.topics.TopologyFingerprint;
import io.millrace.stores.engine.rocksdb.RocksEngine;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.SourceNode;
import io.millrace.topology.dag.StoreSpec;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one task of a driver, built from all sub-topologies, and stepped record by record. Confined to the test's thread. */
final class DriverTask implements AutoCloseable {

    private static final TaskId ID = new TaskId(0, 0);

    private final DriverTopics topics;
    private final RuntimeSettings settings;
    private final StreamTask task;
    private final List<String> storeNames;
    private final LogConsumer consumer;
    private final CommitSequence commits;
    private final Path directory;

    private DriverTask(
            DriverTopics topics, RuntimeSettings settings, StreamTask task, List<String> storeNames, Path directory) {
        this.topics = topics;
        this.settings = settings;
        this.task = task;
        this.storeNames = storeNames;
        this.directory = directory;
        this.consumer = topics.broker().consumer(ConsumerOptions.member("driver", settings.applicationId()));
        this.commits = new CommitSequence(
                topics.broker(),
                settings.isExactlyOnce(),
                () -> GroupMembership.standalone(settings.applicationId()),
                consumer::commit,
                () -> {},
                StepProbe.NONE);
    }

    static DriverTask open(ProcessorDag dag, StreamsConfig config, DriverTopics topics, DriverClock clock) {
        RuntimeSettings settings = new RuntimeSettings(config);
        for (SubTopology part : dag.subTopologies()) {
            for (SourceNode source : part.sources()) {
                source.topics().stream()
                        .filter(topic -> !topic.internal())
                        .map(TopicRef::name)
                        .forEach(topics::createInput);
            }
        }
        TopicPlan plan =
                TopicPlan.resolve(dag, settings.applicationId(), topics.broker().topics());
        new InternalTopics(plan, topics.broker().topics(), settings).create();
        TaskEnvironment environment = new TaskEnvironment(
                settings,
                topics.broker(),
                RocksEngine.factory((store, options) -> {}),
                clock,
                new Unheard(),
                TopologyFingerprint.of(dag));
        Path directory = Path.of(settings.stateDirectory(), settings.applicationId());
        StreamTask task = new TaskFactory(environment)
                .create(new TaskFactory.TaskSpec(
                        ID,
                        dag.subTopologies(),
                        partitions(plan),
                        directory.resolve(ID.toString()).toString(),
                        1));
        DriverTask driverTask = new DriverTask(topics, settings, task, storeNames(dag), directory);
        driverTask.start();
        return driverTask;
    }

    private static List<TopicPartition> partitions(TopicPlan plan) {
        List<TopicPartition> partitions = new ArrayList<>();
        plan.tasks().values().forEach(partitions::addAll);
        return partitions;
    }

    private static List<String> storeNames(ProcessorDag dag) {
        return dag.subTopologies().stream()
                .flatMap(part -> part.stores().stream())
                .map(StoreSpec::name)
                .toList();
    }

    private void start() {
        consumer.assign(task.partitions());
        task.partitions().forEach(partition -> consumer.seek(partition, 0));
        while (task.state() == StreamTask.State.RESTORING) {
            task.restoreStep();
        }
        runToEnd();
    }

    void pipe(String topic, long timestampMs, Headers headers, byte @Nullable [] key, byte @Nullable [] value) {
        if (!topics.isInput(topic)) {
            throw new IllegalArgumentException("Unknown topic: '" + topic
                    + "' is not read by the topology. It reads "
                    + new TreeSet<>(task.partitions().stream()
                            .map(TopicPartition::topic)
                            .toList()));
        }
        topics.write(topic, timestampMs, headers, key, value);
        runToEnd();
    }

    void wallClockMoved() {
        task.punctuateWallClock();
        commit();
        runToEnd();
    }

    /** Processes one record at a time, commits it, and reads what it has written to topics of the topology, until nothing is left. */
    private void runToEnd() {
        poll();
        while (step() > 0) {
            task.punctuateStreamTime();
            commit();
            poll();
        }
        commit();
    }

    private int step() {
        try {
            return task.processSlice(1, Long.MAX_VALUE, partition -> OptionalLong.of(0));
        } catch (RuntimeException e) {
            task.abandonFailed();
            throw e;
        }
    }

    private void poll() {
        for (RecordBatch batch : consumer.poll(0)) {
            task.add(batch);
        }
    }

    private void commit() {
        if (task.hasUncommitted()) {
            commits.commit(List.of(task));
        }
    }

    Map<String, StateStore> stores() {
        Map<String, StateStore> stores = new LinkedHashMap<>();
        for (String name : storeNames) {
            StateStore store = task.store(name);
            if (store != null) {
                stores.put(name, store);
            }
        }
        return stores;
    }

    Map<MetricName, ? extends Metric> metrics() {
        return task.metrics();
    }

    @Override
    public void close() {
        try {
            commit();
        } finally {
            task.close();
            consumer.close();
            deleteState();
        }
    }

    private void deleteState() {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The state of the test in " + directory + " cannot be deleted", e);
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
}
