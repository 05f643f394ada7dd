package io.millrace.test;

import io.millrace.config.StreamsConfig;
import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.TopicSpec;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.processor.StateRestoreListener;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import io.millrace.record.Headers;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.commit.CommitSequence;
import io.millrace.runtime.commit.CommitSequence.StepProbe;
import io.millrace.runtime.global.GlobalTask;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.StreamTask;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.task.TaskFactory;
import io.millrace.runtime.topics.TopologyFingerprint;
import io.millrace.stores.engine.rocksdb.RocksEngine;
import io.millrace.test.log.HeapBatch;
import io.millrace.test.log.HeapLog;
import io.millrace.test.log.HeapRecord;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.StoreSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one task of a driver, built from all sub-topologies, and stepped record by record. Confined to the test's thread. */
final class DriverTask implements AutoCloseable {

    private static final TaskId ID = new TaskId(0, 0);

    private final ProcessorDag dag;
    private final RuntimeSettings settings;
    private final DriverTopics topics;
    private final HeapLog log;
    private final Inputs inputs;
    private final CommitSequence commits;
    private final StateDirectory directory;
    private final @Nullable GlobalTask globals;
    /** Null if the topology has global stores only. */
    private final @Nullable StreamTask task;

    private boolean hasFailed;

    private DriverTask(ProcessorDag dag, StreamsConfig config, DriverTopics topics, DriverClock clock) {
        this.dag = dag;
        this.settings = new RuntimeSettings(config);
        this.topics = topics;
        this.inputs = Inputs.of(dag, settings.applicationId());
        this.log = new HeapLog(changelogs()::contains, topics::written);
        this.directory = new StateDirectory(Path.of(settings.stateDirectory(), settings.applicationId()));
        this.commits = new CommitSequence(
                log,
                settings.isExactlyOnce(),
                () -> GroupMembership.standalone(settings.applicationId()),
                offsets -> {},
                () -> {},
                StepProbe.NONE);
        createTopics();
        TaskEnvironment environment = new TaskEnvironment(
                settings,
                log,
                RocksEngine.factory((store, options) -> {}),
                clock,
                new Unheard(),
                TopologyFingerprint.of(dag));
        this.globals = dag.globalStores().isEmpty()
                ? null
                : GlobalTask.open(dag.globalStores(), environment, directory.toString());
        this.task =
                dag.subTopologies().isEmpty() ? null : open(globals == null ? environment : environment.with(globals));
    }

    static DriverTask open(ProcessorDag dag, StreamsConfig config, DriverTopics topics, DriverClock clock) {
        DriverTask opened = new DriverTask(dag, config, topics, clock);
        try {
            opened.start();
            return opened;
        } catch (RuntimeException e) {
            opened.giveUp();
            throw e;
        }
    }

    /** One partition each, whatever the program says: everything is one task here. */
    private void createTopics() {
        inputs.queues().forEach(queue -> log.create(new TopicSpec(queue.topic(), 1)));
        changelogs().forEach(topic -> log.create(new TopicSpec(topic, 1)));
    }

    /** Names of topics that stores are restored from. */
    private Set<String> changelogs() {
        return dag.subTopologies().stream()
                .flatMap(part -> part.stores().stream())
                .map(StoreSpec::changelog)
                .filter(topic -> topic != null)
                .map(topic -> topic.resolve(settings.applicationId()))
                .collect(Collectors.toSet());
    }

    private StreamTask open(TaskEnvironment environment) {
        Map<TopicPartition, CommittedOffset> start = new LinkedHashMap<>();
        inputs.queues().forEach(queue -> start.put(queue, new CommittedOffset(0, "")));
        log.startAt(settings.applicationId(), start);
        return new TaskFactory(environment)
                .create(new TaskFactory.TaskSpec(
                        ID, List.of(dag.whole()), inputs.queues(), directory.resolve(ID.toString()), 1));
    }

    private void start() {
        StreamTask running = task;
        while (running != null && running.state() == StreamTask.State.RESTORING) {
            running.restoreStep();
        }
        runToEnd();
    }

    void pipe(String topic, long timestampMs, Headers headers, byte @Nullable [] key, byte @Nullable [] value) {
        TopicPartition queue = inputs.queueOf(topic);
        boolean isGlobal = globals != null && globals.topics().contains(topic);
        if (queue == null && !isGlobal) {
            Set<String> known = new TreeSet<>(inputs.names());
            if (globals != null) {
                known.addAll(globals.topics());
            }
            throw new IllegalArgumentException(
                    "Unknown topic: '" + topic + "' is not read by the topology. It reads " + known);
        }
        TopicPartition counter = queue == null ? new TopicPartition(topic, 0) : queue;
        log.create(new TopicSpec(counter.topic(), 1));
        HeapRecord record = log.add(
                counter,
                new HeapRecord(
                        new TopicPartition(topic, 0),
                        0,
                        timestampMs,
                        key,
                        value,
                        headers.toArray().length == 0 ? null : headers));
        if (queue != null) {
            enqueue(queue, record);
            runToEnd();
        }
        if (isGlobal) {
            updateGlobal(record);
        }
    }

    private void enqueue(TopicPartition queue, HeapRecord record) {
        StreamTask running = task;
        if (running != null) {
            running.add(queue, new HeapBatch(List.of(record)));
        }
    }

    private void updateGlobal(HeapRecord record) {
        if (globals != null) {
            globals.update(new HeapBatch(List.of(record)));
        }
    }

    void wallClockMoved() {
        StreamTask running = task;
        if (running != null) {
            running.punctuateWallClock();
            commit(running);
        }
        runToEnd();
    }

    /** Processes one record at a time, commits it, and reads what it has written to topics of the topology, until nothing is left. */
    private void runToEnd() {
        StreamTask running = task;
        if (running == null) {
            return;
        }
        if (hasFailed) {
            // As in 4.3.1: what was written before a failure is seen once the test goes on.
            hasFailed = false;
            log.showUncommitted();
        }
        handOn();
        hasFailed = true;
        while (step(running) > 0) {
            running.punctuateStreamTime();
            commit(running);
            handOn();
        }
        hasFailed = false;
    }

    /** Gives what was written to those in the topology who read it, in the order in which it was written. */
    private void handOn() {
        for (HeapRecord record : topics.takeFresh()) {
            String topic = record.partition().topic();
            TopicPartition queue = inputs.queueOf(topic);
            if (queue != null) {
                enqueue(queue, record);
            }
            if (globals != null && globals.topics().contains(topic)) {
                updateGlobal(record);
            }
        }
    }

    private static int step(StreamTask running) {
        try {
            return running.processSlice(1, Long.MAX_VALUE, partition -> OptionalLong.of(0));
        } catch (RuntimeException e) {
            running.abandonFailed();
            throw e;
        }
    }

    private void commit(StreamTask running) {
        if (running.hasUncommitted()) {
            commits.commit(List.of(running));
        }
    }

    Map<String, StateStore> stores() {
        Map<String, StateStore> stores = new LinkedHashMap<>();
        if (globals != null) {
            stores.putAll(globals.stores());
        }
        StreamTask running = task;
        if (running != null) {
            dag.subTopologies().stream().flatMap(part -> part.stores().stream()).forEach(spec -> {
                StateStore store = running.store(spec.name());
                if (store != null) {
                    stores.put(spec.name(), store);
                }
            });
        }
        return stores;
    }

    Map<MetricName, ? extends Metric> metrics() {
        return task == null ? Map.of() : task.metrics();
    }

    @Override
    public void close() {
        StreamTask running = task;
        try {
            if (running != null && running.state() == StreamTask.State.RUNNING) {
                commit(running);
            }
        } finally {
            giveUp();
        }
    }

    private void giveUp() {
        try {
            if (task != null) {
                task.close();
            }
        } finally {
            if (globals != null) {
                globals.close();
            }
            directory.delete();
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
