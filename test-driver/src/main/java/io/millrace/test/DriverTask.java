package io.millrace.test;

import static io.millrace.test.StateDirectory.GLOBAL_STORES;

import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.TopicSpec;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.commit.CommitSequence;
import io.millrace.runtime.global.GlobalTask;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.StreamTask;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.task.TaskFactory;
import io.millrace.runtime.topics.TopologyFingerprint;
import io.millrace.stores.engine.rocksdb.RocksEngine;
import io.millrace.test.log.HeapBatch;
import io.millrace.test.log.HeapLog;
import io.millrace.test.log.HeapLog.Retention;
import io.millrace.test.log.HeapRecord;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.StoreSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A topology as one task, built from all sub-topologies, on a log in the heap, and stepped record by record. Confined to the test's thread.
 *
 * <p>After a failure in user code it goes on with the next record, as 4.3.1's driver does, unless the test says {@link #crashAndRecover()}.
 */
final class DriverTask implements DriverMode {

    private static final TaskId ID = new TaskId(0, 0);

    private final ProcessorDag dag;
    private final RuntimeSettings settings;
    private final DriverTopics topics;
    private final HeapLog log;
    private final Inputs inputs;
    private final CrashSwitch crash = new CrashSwitch();
    private final CommitSequence commits;
    private final StateDirectory directory;
    private final TaskEnvironment environment;

    /** What was written and not yet handed to those in the topology who read it. */
    private List<HeapRecord> fresh = new ArrayList<>();

    private @Nullable GlobalTask globals;
    /** Null if the topology has global stores only. */
    private @Nullable StreamTask task;

    private boolean isPiped;
    private boolean hasFailed;
    private boolean isDown;

    private DriverTask(ProcessorDag dag, RuntimeSettings settings, DriverTopics topics, DriverClock clock) {
        this.dag = dag;
        this.settings = settings;
        this.topics = topics;
        this.inputs = Inputs.of(dag, settings.applicationId());
        this.log = new HeapLog(this::retention, this::written);
        this.directory = StateDirectory.of(settings);
        this.commits = new CommitSequence(
                log,
                settings.isExactlyOnce(),
                () -> GroupMembership.standalone(settings.applicationId()),
                () -> {},
                crash);
        this.environment = new TaskEnvironment(
                settings,
                log,
                RocksEngine.factory((store, options) -> {}),
                clock,
                new Unheard(),
                TopologyFingerprint.of(dag));
    }

    static DriverTask open(ProcessorDag dag, RuntimeSettings settings, DriverTopics topics, DriverClock clock) {
        DriverTask opened = new DriverTask(dag, settings, topics, clock);
        opened.createTopics();
        try {
            opened.open();
            opened.runToEnd();
            return opened;
        } catch (RuntimeException e) {
            opened.giveUp();
            throw e;
        }
    }

    /** One partition each, whatever the program says: everything is one task here. */
    private void createTopics() {
        Map<TopicPartition, CommittedOffset> start = new LinkedHashMap<>();
        for (TopicPartition queue : inputs.queues()) {
            log.create(new TopicSpec(queue.topic(), 1));
            start.put(queue, new CommittedOffset(0, ""));
        }
        changelogs().forEach(topic -> log.create(new TopicSpec(topic, 1)));
        inputs.globalTopics().forEach(topic -> log.create(new TopicSpec(topic, 1)));
        log.commitOffsets(settings.applicationId(), start);
    }

    private Retention retention(String topic) {
        if (changelogs().contains(topic) || inputs.globalTopics().contains(topic)) {
            return Retention.FOREVER;
        }
        boolean isRead =
                inputs.queues().stream().anyMatch(queue -> queue.topic().equals(topic));
        return isRead ? Retention.UNTIL_COMMITTED : Retention.NONE;
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

    private void written(HeapRecord record) {
        topics.written(record);
        fresh.add(record);
    }

    // ---- opening, crashing and closing ----

    /** Opens and restores the task, as the log has it. */
    private void open() {
        GlobalTask filled = dag.globalStores().isEmpty()
                ? null
                : GlobalTask.open(dag.globalStores(), environment, directory.toString());
        globals = filled;
        if (filled != null) {
            for (String topic : filled.topics()) {
                log.kept(new TopicPartition(topic, 0)).forEach(this::updateGlobal);
            }
        }
        if (dag.subTopologies().isEmpty()) {
            return;
        }
        StreamTask opened = new TaskFactory(filled == null ? environment : environment.with(filled))
                .create(new TaskFactory.TaskSpec(
                        ID, List.of(dag.whole()), inputs.queues(), directory.resolve(ID.toString()), 1));
        task = opened;
        while (opened.state() == StreamTask.State.RESTORING) {
            opened.restoreStep();
        }
    }

    @Override
    public void crashAndRecover() {
        crash.guard(this::recover, this::recover);
    }

    private void recover() {
        isDown = true;
        abandon();
        hasFailed = false;
        fresh = new ArrayList<>();
        open();
        isDown = false;
        for (TopicPartition queue : inputs.queues()) {
            log.uncommitted(settings.applicationId(), queue).forEach(record -> enqueue(queue, record));
        }
        runToEnd();
    }

    private void abandon() {
        StreamTask running = task;
        task = null;
        GlobalTask filled = globals;
        globals = null;
        try {
            if (running != null) {
                running.abandon();
            }
        } finally {
            if (filled != null) {
                filled.close();
                // They are filled from their topics anew.
                directory.delete(GLOBAL_STORES);
            }
        }
    }

    @Override
    public void crashBeforeCommit() {
        crash.arm();
    }

    @Override
    public void close() {
        StreamTask running = task;
        try {
            if (running != null && running.state() == StreamTask.State.RUNNING) {
                crash.disarm();
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

    // ---- processing ----

    @Override
    public void pipe(PipedRecord piped) {
        requireUp();
        String topic = piped.topic();
        TopicPartition queue = inputs.queueOf(topic);
        boolean isGlobal = inputs.globalTopics().contains(topic);
        if (queue == null && !isGlobal) {
            throw inputs.unknown(topic);
        }
        Integer partition = piped.partition();
        if (partition != null && partition != 0) {
            throw new IllegalArgumentException(
                    "Topic '" + topic + "' has no partition " + partition
                            + ": every topic has one partition, 0, unless the driver is told otherwise with partitions(topic, count).");
        }
        TopicPartition named = queue != null && queue.topic().equals(topic) ? queue : new TopicPartition(topic, 0);
        HeapRecord record = log.add(
                queue == null ? named : queue,
                named,
                piped.timestampMs(),
                piped.key(),
                piped.value(),
                piped.headersIfAny());
        if (queue != null) {
            enqueue(queue, record);
            isPiped = true;
            crash.guard(this::runToEnd, this::recover);
        }
        if (isGlobal) {
            updateGlobal(record);
        }
    }

    private void requireUp() {
        if (isDown) {
            throw new IllegalStateException(
                    "The topology did not come up again after a crash, and threw why. Mend it, and call crashAndRecover() once more.");
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

    @Override
    public void wallClockMoved() {
        requireUp();
        crash.guard(this::punctuateWallClock, this::recover);
    }

    private void punctuateWallClock() {
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
        // As in 4.3.1: a record that is skipped is followed by punctuation and commit like any other.
        boolean isSkipped = isPiped;
        isPiped = false;
        while (step(running) > 0 || isSkipped) {
            isSkipped = false;
            running.punctuateStreamTime();
            commit(running);
            handOn();
        }
        hasFailed = false;
    }

    /** Gives what was written to those in the topology who read it, in the order in which it was written. */
    private void handOn() {
        if (fresh.isEmpty()) {
            return;
        }
        List<HeapRecord> taken = fresh;
        fresh = new ArrayList<>();
        for (HeapRecord record : taken) {
            String topic = record.partition().topic();
            TopicPartition queue = inputs.queueOf(topic);
            if (queue != null) {
                enqueue(queue, record);
            }
            if (inputs.globalTopics().contains(topic)) {
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

    // ---- what a test asks for ----

    @Override
    public Set<TaskId> taskIds() {
        return task == null ? Set.of() : Set.of(ID);
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return task == null ? Map.of() : task.metrics();
    }

    @Override
    public Set<String> storeNames() {
        Set<String> names = new LinkedHashSet<>();
        dag.globalStores().forEach(node -> names.add(node.store().name()));
        dag.subTopologies().forEach(part -> part.stores().forEach(store -> names.add(store.name())));
        return names;
    }

    @Override
    public SortedMap<Integer, StateStore> store(String name) {
        SortedMap<Integer, StateStore> found = new TreeMap<>();
        StateStore global = globals == null ? null : globals.stores().get(name);
        StateStore own = task == null ? null : task.store(name);
        if (global != null) {
            found.put(0, global);
        } else if (own != null) {
            found.put(0, own);
        }
        return found;
    }
}
