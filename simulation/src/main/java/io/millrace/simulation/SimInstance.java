package io.millrace.simulation;

import io.millrace.config.StreamsConfig;
import io.millrace.errors.StreamsException;
import io.millrace.errors.TaskMigratedException;
import io.millrace.log.TransactionExpiredException;
import io.millrace.processor.StandbyUpdateListener;
import io.millrace.processor.StateRestoreListener;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.directory.StateDirectory;
import io.millrace.runtime.global.GlobalLoop;
import io.millrace.runtime.loop.InstanceState;
import io.millrace.runtime.loop.LoopEnvironment;
import io.millrace.runtime.loop.LoopListener;
import io.millrace.runtime.loop.StreamLoop;
import io.millrace.runtime.query.LocalTask;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.StreamTask;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.topics.InternalTopics;
import io.millrace.runtime.topics.LivePlan;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.runtime.topics.TopologyFingerprint;
import io.millrace.simulation.program.Assembly;
import io.millrace.simulation.program.Program;
import io.millrace.time.Randomness;
import io.millrace.topology.Topology;
import io.millrace.topology.dag.ProcessorDag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One life of a runtime: its loops, stepped in seeded order on one thread. It dies with the broker, or alone; then its engines lose what they may, and its tasks go on
 * elsewhere, or in its next life.
 */
final class SimInstance {

    private static final int LOAD_STEPS_MAX = 10_000;

    private final World world;
    private final int number;
    private final CrashPoint crash;
    private final SimBroker broker;
    private final RuntimeSettings settings;
    private final LoopEnvironment environment;
    private final InstanceState state;
    private final @Nullable GlobalLoop global;
    private final List<StreamLoop> loops = new ArrayList<>();
    private int loopsMade;

    private SimInstance(
            World world, int number, CrashPoint crash, SimBroker broker, Setup setup, Consumer<String> events) {
        this.world = world;
        this.number = number;
        this.crash = crash;
        this.broker = broker;
        Properties config = setup.configuration(world.random(), number);
        Topology topology = Assembly.of(setup.program(), config, world::nextNumber);
        StreamsConfig streamsConfig = new StreamsConfig(config);
        this.settings = new RuntimeSettings(streamsConfig);
        ProcessorDag dag = topology.compile(streamsConfig);
        TopicPlan plan =
                TopicPlan.resolve(dag, Program.APPLICATION, broker.broker().topics());
        new InternalTopics(plan, broker.broker().topics(), settings).create();
        StateDirectory directory = new StateDirectory("state");
        TaskEnvironment tasks = new TaskEnvironment(
                        settings,
                        new WatchedBroker(broker.broker(), events),
                        world.engines(number).mount(crash),
                        world.time(),
                        new Silent(),
                        TopologyFingerprint.of(dag))
                .with(new Promotions(events));
        this.state = new InstanceState(new UUID(7, number), "", settings.recordCacheBytesPerThread());
        this.global = dag.globalStores().isEmpty()
                ? null
                : GlobalLoop.open("global-" + number, dag.globalStores(), tasks, directory.path());
        if (global != null) {
            load(global);
        }
        this.environment = new LoopEnvironment(
                global == null ? tasks : tasks.with(global.readers()),
                new LivePlan(plan, broker.broker().topics(), settings),
                directory,
                (step, task) -> crash.pass("commit step " + step),
                state);
        for (int i = 0; i < settings.threadCount(); i++) {
            addLoop();
        }
    }

    /**
     * Starts the runtime.
     *
     * @param events is told of what happens seldom
     */
    static SimInstance start(
            World world, int number, CrashPoint crash, SimBroker broker, Setup setup, Consumer<String> events) {
        return new SimInstance(world, number, crash, broker, setup, events);
    }

    /** A start waits while a disk is full; if that takes long, it is given up here. */
    private void load(GlobalLoop loop) {
        for (int i = 0; !loop.isLoaded(); i++) {
            if (i > LOAD_STEPS_MAX) {
                if (!world.isFaulty()) {
                    throw new Violation(Invariant.I11_LIVENESS, "a global store is not loaded");
                }
                loop.close();
                throw new StreamsException(
                        "Instance " + number + " was given up while its global stores in storage were not loaded");
            }
            if (loop.doWork() == 0 && world.isFaulty()) {
                // It rests.
                world.time().advance(1_000_000);
            }
        }
    }

    private void addLoop() {
        loops.add(new StreamLoop("loop-" + number + "-" + loopsMade++, environment, new Deaf()));
    }

    int number() {
        return number;
    }

    CrashPoint crash() {
        return crash;
    }

    RuntimeSettings settings() {
        return settings;
    }

    /** What a thread does: one step of one loop. */
    void step() {
        Randomness random = world.random();
        if (global != null && random.nextInt(8) == 0) {
            stepGlobal(global);
            return;
        }
        int chosen = random.nextInt(loops.size());
        try {
            loops.get(chosen).doWork();
        } catch (RuntimeException e) {
            if (!world.isFaulty()) {
                throw e;
            }
            world.threadEnded(e);
            replace(chosen);
        }
    }

    private void stepGlobal(GlobalLoop loop) {
        try {
            loop.doWork();
        } catch (RuntimeException e) {
            if (!world.isFaulty()) {
                throw e;
            }
            // Global threads are not replaced: the instance goes on with what it has.
            world.threadEnded(e);
        }
    }

    /** As a thread that failed is replaced. */
    private void replace(int chosen) {
        StreamLoop failed = loops.remove(chosen);
        try {
            failed.close();
        } catch (RuntimeException e) {
            world.failed(e);
        }
        addLoop();
    }

    /** The tasks whose stores are as committed. */
    List<StreamTask> settledTasks() {
        List<StreamTask> tasks = new ArrayList<>();
        for (StreamLoop loop : loops) {
            for (StreamTask task : loop.tasks()) {
                if (task.state() == StreamTask.State.RUNNING && task.local().state() == LocalTask.State.RUNNING) {
                    tasks.add(task);
                }
            }
        }
        return tasks;
    }

    /** Values of a global store, by key; empty if it cannot be read now. */
    Optional<Map<String, String>> globalRows(String store) {
        return global == null ? Optional.empty() : StoreText.global(global, store, settings);
    }

    /** Ends this life in order. What it cannot commit, since its tasks run elsewhere by now, is dropped. */
    void close() {
        try {
            settle();
        } catch (TaskMigratedException | TransactionExpiredException e) {
            world.failed(e);
        }
        loops.forEach(StreamLoop::close);
        if (global != null) {
            global.close();
        }
    }

    private void settle() {
        loops.forEach(StreamLoop::prepareToClose);
        for (int i = 0; loops.stream().anyMatch(loop -> !loop.isSettled()); i++) {
            if (i > LOAD_STEPS_MAX) {
                throw new Violation(Invariant.I11_LIVENESS, "a commit at close is never decided");
            }
            if (!world.time().step()) {
                world.time().advance(1_000_000);
            }
        }
    }

    private record Promotions(Consumer<String> events) implements StandbyUpdateListener {

        @Override
        public void onUpdateStart(TopicPartition changelog, String store, long start) {}

        @Override
        public void onBatchLoaded(
                TopicPartition changelog, String store, TaskId task, long last, long count, long end) {
            events.accept("standby updated");
        }

        @Override
        public void onUpdateSuspended(
                TopicPartition changelog, String store, long offset, long end, SuspendReason reason) {
            events.accept("standby " + reason);
        }
    }

    private static final class Deaf implements LoopListener {

        @Override
        public void rebalancing(StreamLoop loop) {}

        @Override
        public void running(StreamLoop loop) {}
    }

    private static final class Silent implements StateRestoreListener {

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {}

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long last, long count) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long total) {}
    }
}
