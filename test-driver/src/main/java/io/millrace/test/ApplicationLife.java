package io.millrace.test;

import static io.millrace.test.StateDirectory.GLOBAL_STORES;

import io.millrace.log.ConsumerOptions;
import io.millrace.log.GroupMembership;
import io.millrace.log.LogConsumer;
import io.millrace.log.RecordBatch;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.commit.CommitSequence;
import io.millrace.runtime.commit.CommitSequence.StepProbe;
import io.millrace.runtime.global.GlobalTask;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.StreamTask;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.task.TaskFactory;
import io.millrace.runtime.topics.InternalTopics;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.topology.dag.ProcessorDag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One life of an application, between a start and a crash or an end: the tasks of the runtime, stepped in the order of their ids. Nothing of it is used after it has
 * ended. Confined to the test's thread.
 */
final class ApplicationLife {

    private final ProcessorDag dag;
    private final TaskEnvironment environment;
    private final StateDirectory directory;
    private final LogConsumer consumer;
    private final LogConsumer globalConsumer;
    private final CommitSequence commits;
    private final SortedMap<TaskId, StreamTask> tasks = new TreeMap<>();
    private final Map<TopicPartition, StreamTask> readers = new HashMap<>();
    private @Nullable GlobalTask globals;

    private ApplicationLife(ProcessorDag dag, TaskEnvironment environment, StateDirectory directory, StepProbe probe) {
        RuntimeSettings settings = environment.settings();
        String group = settings.applicationId();
        this.dag = dag;
        this.environment = environment;
        this.directory = directory;
        this.consumer = environment.broker().consumer(ConsumerOptions.member("test-driver", group));
        this.globalConsumer = environment.broker().consumer(ConsumerOptions.reader("test-driver-global"));
        this.commits = new CommitSequence(
                environment.broker(),
                settings.isExactlyOnce(),
                () -> GroupMembership.standalone(group),
                () -> {},
                probe);
    }

    /**
     * Starts: makes the topics that are missing, fills the global stores, makes and restores the tasks.
     *
     * @throws io.millrace.errors.TopologyException if partition counts contradict each other
     */
    static ApplicationLife start(
            ProcessorDag dag, TaskEnvironment environment, StateDirectory directory, StepProbe probe) {
        ApplicationLife life = new ApplicationLife(dag, environment, directory, probe);
        try {
            life.open();
            return life;
        } catch (RuntimeException e) {
            life.killAfter(e);
            throw e;
        }
    }

    private void open() {
        RuntimeSettings settings = environment.settings();
        TopicPlan plan = TopicPlan.resolve(
                dag, settings.applicationId(), environment.broker().topics());
        new InternalTopics(plan, environment.broker().topics(), settings).create();
        TaskFactory factory = new TaskFactory(openGlobals());
        plan.tasks().forEach((id, partitions) -> {
            StreamTask task = factory.create(new TaskFactory.TaskSpec(
                    id,
                    List.of(plan.subTopology(id.subtopology())),
                    partitions,
                    directory.resolve(id.toString()),
                    plan.taskCount(id.subtopology())));
            tasks.put(id, task);
            partitions.forEach(partition -> readers.put(partition, task));
        });
        consumer.assign(readers.keySet());
        for (StreamTask task : tasks.values()) {
            task.committedPositions().forEach((partition, position) -> consumer.seek(partition, position.offset()));
            while (task.state() == StreamTask.State.RESTORING) {
                task.restoreStep();
            }
        }
    }

    private TaskEnvironment openGlobals() {
        if (dag.globalStores().isEmpty()) {
            return environment;
        }
        GlobalTask opened = GlobalTask.open(dag.globalStores(), environment, directory.toString());
        globals = opened;
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : opened.topics()) {
            int count =
                    environment.broker().topics().describe(topic).orElseThrow().partitionCount();
            for (int partition = 0; partition < count; partition++) {
                partitions.add(new TopicPartition(topic, partition));
            }
        }
        globalConsumer.assign(partitions);
        partitions.forEach(partition -> globalConsumer.seek(partition, 0));
        while (updateGlobals() > 0) {
            // All that there is comes before the first record of a task.
        }
        return environment.with(opened);
    }

    // ---- processing ----

    /** Commits what processors have written when they were initialised. */
    void commitStart() {
        tasks.values().forEach(this::commit);
    }

    /** Processes until nothing is left to do. */
    void runToEnd() {
        int work;
        do {
            work = updateGlobals() + read();
            for (StreamTask task : tasks.values()) {
                work += process(task);
            }
        } while (work > 0);
    }

    /** Runs the ticks that are due by wall clock in each task, and commits them. */
    void punctuateWallClock() {
        for (StreamTask task : tasks.values()) {
            guarded(task, () -> {
                task.punctuateWallClock();
                commit(task);
            });
        }
    }

    private int updateGlobals() {
        GlobalTask filled = globals;
        if (filled == null) {
            return 0;
        }
        List<RecordBatch> batches = globalConsumer.poll(0);
        batches.forEach(filled::update);
        return batches.size();
    }

    private int read() {
        int count = 0;
        List<RecordBatch> batches = consumer.poll(0);
        while (!batches.isEmpty()) {
            for (RecordBatch batch : batches) {
                StreamTask reader = readers.get(batch.partition());
                if (reader != null) {
                    guarded(reader, () -> reader.add(batch.partition(), batch));
                }
            }
            count += batches.size();
            batches = consumer.poll(0);
        }
        return count;
    }

    private int process(StreamTask task) {
        int[] count = {0};
        guarded(task, () -> {
            while (task.processSlice(1, Long.MAX_VALUE, consumer::lag) > 0) {
                task.punctuateStreamTime();
                commit(task);
                count[0]++;
            }
        });
        task.background(environment.clock().monotonicNanos());
        return count[0];
    }

    private static void guarded(StreamTask task, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            task.rewind();
            throw e;
        }
    }

    private void commit(StreamTask task) {
        if (task.hasUncommitted()) {
            commits.commit(List.of(task));
        }
    }

    // ---- what a test asks for ----

    Set<TaskId> taskIds() {
        return Set.copyOf(tasks.keySet());
    }

    Map<MetricName, ? extends Metric> metrics() {
        Map<MetricName, Metric> metrics = new LinkedHashMap<>();
        tasks.values().forEach(task -> metrics.putAll(task.metrics()));
        return metrics;
    }

    SortedMap<Integer, StateStore> store(String name) {
        SortedMap<Integer, StateStore> parts = new TreeMap<>();
        StateStore global = globals == null ? null : globals.stores().get(name);
        if (global != null) {
            parts.put(0, global);
        }
        tasks.forEach((id, task) -> {
            StateStore part = task.store(name);
            if (part != null) {
                parts.put(id.partition(), part);
            }
        });
        return parts;
    }

    // ---- the end ----

    /** Ends in order: commits what there is, closes the processors. */
    void end() {
        try {
            tasks.values().forEach(this::commit);
        } finally {
            leave(StreamTask::close);
        }
    }

    /** Ends, and drops what is not committed. */
    void endFailed() {
        leave(StreamTask::close);
    }

    /** Ends as a killed process does. */
    void kill() {
        leave(StreamTask::abandon);
        // What they were filled from is still there, and fills them anew.
        directory.delete(GLOBAL_STORES);
    }

    private void killAfter(RuntimeException failure) {
        try {
            kill();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** All are left, whichever fails. */
    private void leave(Consumer<StreamTask> how) {
        List<Runnable> steps = new ArrayList<>();
        tasks.values().forEach(task -> steps.add(() -> how.accept(task)));
        if (globals != null) {
            steps.add(globals::close);
        }
        steps.add(consumer::close);
        steps.add(globalConsumer::close);
        RuntimeException failure = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
