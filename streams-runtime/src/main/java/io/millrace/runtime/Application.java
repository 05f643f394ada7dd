package io.millrace.runtime;

import io.millrace.errors.StreamsException;
import io.millrace.errors.StreamsUncaughtExceptionHandler;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.log.LogBroker;
import io.millrace.processor.StateRestoreListener;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.runtime.commit.CommitSequence.StepProbe;
import io.millrace.runtime.directory.LockedStateDirectory;
import io.millrace.runtime.loop.LoopEnvironment;
import io.millrace.runtime.loop.LoopListener;
import io.millrace.runtime.loop.StreamLoop;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.topics.InternalTopics;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.runtime.topics.TopologyFingerprint;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.time.SystemClock;
import io.millrace.topology.dag.ProcessorDag;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of an application: starts them, hears of their life, replaces or stops them. Safe from any thread; one lock guards the set of threads and is never
 * held while a listener, a handler or a loop runs.
 */
final class Application implements LoopListener, StreamThread.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private final ProcessorDag dag;
    private final RuntimeSettings settings;
    private final LogBroker broker;
    private final Lifecycle lifecycle;
    private final Object lock = new Object();
    private final Set<StreamThread> threads = new LinkedHashSet<>();
    private final Set<StreamLoop> runningLoops = new HashSet<>();
    private int startedThreads;
    private volatile StreamsUncaughtExceptionHandler handler = e -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    private volatile StateRestoreListener restoreListener = new NoRestoreListener();
    private @Nullable LockedStateDirectory directory;
    private @Nullable LoopEnvironment environment;

    Application(ProcessorDag dag, RuntimeSettings settings, LogBroker broker, Lifecycle lifecycle) {
        this.dag = dag;
        this.settings = settings;
        this.broker = broker;
        this.lifecycle = lifecycle;
    }

    void setUncaughtExceptionHandler(StreamsUncaughtExceptionHandler newHandler) {
        handler = newHandler;
    }

    void setRestoreListener(@Nullable StateRestoreListener listener) {
        restoreListener = listener == null ? new NoRestoreListener() : listener;
    }

    // ---- start ----

    void start() {
        if (!lifecycle.state().hasNotStarted()) {
            throw new IllegalStateException("The application was started before; its state is " + lifecycle.state());
        }
        requireNoGlobalStores();
        EngineFactory engines = Engines.rocksDb(settings.config());
        TopicPlan plan = TopicPlan.resolve(dag, settings.applicationId(), broker.topics());
        new InternalTopics(plan, broker.topics(), settings).create();
        LockedStateDirectory locked =
                LockedStateDirectory.open(Path.of(settings.stateDirectory()), settings.applicationId());
        TaskEnvironment tasks = new TaskEnvironment(
                settings,
                broker,
                engines,
                SystemClock.instance(),
                new GuardedRestoreListener(() -> restoreListener),
                TopologyFingerprint.of(dag));
        LoopEnvironment loops = new LoopEnvironment(tasks, plan, locked, StepProbe.NONE);
        lifecycle.tryMove(State.REBALANCING);
        synchronized (lock) {
            directory = locked;
            environment = loops;
        }
        for (int i = 0; i < settings.threadCount(); i++) {
            addThread(loops);
        }
    }

    private void requireNoGlobalStores() {
        if (!dag.globalStores().isEmpty()) {
            throw new StreamsException(
                    "The topology has global tables or stores ("
                            + dag.globalStores().stream()
                                    .map(node -> node.store().name())
                                    .toList()
                            + "), which only the test driver runs in this version. Join with a table of the repartitioned stream instead.");
        }
    }

    private void addThread(LoopEnvironment loops) {
        StreamThread thread;
        synchronized (lock) {
            String name = settings.applicationId() + "-StreamThread-" + ++startedThreads;
            thread = new StreamThread(new StreamLoop(name, loops, this), this);
            threads.add(thread);
        }
        thread.start();
    }

    // ---- what loops and threads tell ----

    @Override
    public void rebalancing(StreamLoop loop) {
        synchronized (lock) {
            runningLoops.remove(loop);
        }
        lifecycle.tryMove(State.REBALANCING);
    }

    @Override
    public void running(StreamLoop loop) {
        boolean all;
        synchronized (lock) {
            runningLoops.add(loop);
            all = runningLoops.size() == threads.size();
        }
        if (all) {
            lifecycle.tryMove(State.RUNNING);
        }
    }

    @Override
    public StreamThreadExceptionResponse failed(StreamThread thread, Throwable e) {
        LOG.error("{} stops: {}. What it had not committed is dropped", thread.getName(), e.getMessage(), e);
        try {
            return handler.handle(e);
        } catch (RuntimeException inHandler) {
            LOG.error("The uncaught exception handler failed itself; the application shuts down", inHandler);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
    }

    @Override
    public void ended(StreamThread thread, @Nullable StreamThreadExceptionResponse response) {
        LoopEnvironment loops;
        boolean last;
        synchronized (lock) {
            threads.remove(thread);
            runningLoops.remove(thread.loop());
            loops = environment;
            last = threads.isEmpty();
        }
        boolean replace = response == StreamThreadExceptionResponse.REPLACE_THREAD
                && lifecycle.state().isRunningOrRebalancing();
        if (replace && loops != null) {
            lifecycle.tryMove(State.REBALANCING);
            addThread(loops);
            return;
        }
        if (response != null && lifecycle.tryMove(State.PENDING_ERROR)) {
            stopAll();
        }
        if (last) {
            finish();
        }
    }

    // ---- close ----

    boolean close(long timeoutMs) {
        if (lifecycle.tryMove(State.PENDING_SHUTDOWN)) {
            stopAll();
            boolean none;
            synchronized (lock) {
                none = threads.isEmpty();
            }
            if (none) {
                finish();
            }
        }
        if (isOwnThread(Thread.currentThread()) || lifecycle.isTelling()) {
            return false;
        }
        try {
            return lifecycle.awaitShutdown(timeoutMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isOwnThread(Thread thread) {
        synchronized (lock) {
            return thread instanceof StreamThread own && threads.contains(own);
        }
    }

    private void stopAll() {
        List<StreamThread> all;
        synchronized (lock) {
            all = List.copyOf(threads);
        }
        all.forEach(StreamThread::stopSoon);
    }

    private void finish() {
        LockedStateDirectory locked;
        synchronized (lock) {
            locked = directory;
            directory = null;
        }
        if (locked != null) {
            locked.close();
        }
        if (!lifecycle.tryMove(State.NOT_RUNNING)) {
            lifecycle.tryMove(State.ERROR);
        }
    }

    private static final class NoRestoreListener implements StateRestoreListener {

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {}

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long last, long count) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long total) {}
    }
}
