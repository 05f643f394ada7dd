package io.millrace.runtime;

import io.millrace.errors.StreamsException;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.log.LogBroker;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.runtime.global.GlobalLoop;
import io.millrace.runtime.loop.InstanceState;
import io.millrace.runtime.loop.LoopEnvironment;
import io.millrace.runtime.loop.LoopListener;
import io.millrace.runtime.loop.StreamLoop;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.topics.LivePlan;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.topology.dag.ProcessorDag;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of an application: starts them, hears of their life, adds, replaces or stops them. Safe from any thread; one lock guards the set of threads and is
 * never held while a listener, a handler or a loop runs.
 *
 * <p>The global thread outlives the stream threads, which read its stores: it is loaded before the first of them starts and stopped after the last has ended.
 */
final class Application implements LoopListener, StreamThread.Owner, GlobalThread.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private final ProcessorDag dag;
    private final RuntimeSettings settings;
    private final LogBroker broker;
    private final Lifecycle lifecycle;
    private final Object lock = new Object();
    private final StreamThreads threads = new StreamThreads();
    private final Set<StreamLoop> runningLoops = new HashSet<>();
    private final InstanceState instance;
    private final UncaughtExceptions uncaught = new UncaughtExceptions();
    private final RestoreListeners listeners = new RestoreListeners();
    private @Nullable Resources resources;
    private @Nullable LoopEnvironment environment;
    private volatile @Nullable GlobalThread globalThread;
    private volatile boolean isStarting; // then start() is the one who finishes

    Application(ProcessorDag dag, RuntimeSettings settings, LogBroker broker, Lifecycle lifecycle) {
        this.dag = dag;
        this.settings = settings;
        this.broker = broker;
        this.lifecycle = lifecycle;
        this.instance = new InstanceState(
                UUID.randomUUID(), settings.applicationServer(), settings.recordCacheBytesPerThread());
    }

    UncaughtExceptions uncaughtExceptions() {
        return uncaught;
    }

    RestoreListeners listeners() {
        return listeners;
    }

    // ---- start ----

    void start() {
        if (!lifecycle.state().hasNotStarted()) {
            throw new IllegalStateException("The application was started before; its state is " + lifecycle.state());
        }
        try {
            synchronized (lock) {
                isStarting = true;
            }
            open();
        } finally {
            synchronized (lock) {
                isStarting = false;
            }
            if (lifecycle.state().isShuttingDown()) {
                finishIfNoneIsLeft();
            }
        }
    }

    private void open() {
        MemoryCaps.tell(settings);
        Resources opened = Resources.open(dag, settings, broker, listeners, instance.tasks());
        synchronized (lock) {
            resources = opened;
        }
        lifecycle.tryMove(State.REBALANCING);
        GlobalThread global = dag.globalStores().isEmpty() ? null : startGlobal(opened);
        if (global != null && !awaitLoaded(global)) {
            return;
        }
        TaskEnvironment tasks = global == null
                ? opened.tasks()
                : opened.tasks().with(global.loop().readers());
        LoopEnvironment loops = new LoopEnvironment(
                tasks,
                new LivePlan(opened.plan(), broker.topics(), settings),
                opened.directory(),
                settings.commitStepProbe(),
                instance);
        synchronized (lock) {
            environment = loops;
        }
        int count = dag.subTopologies().isEmpty() ? 0 : settings.threadCount();
        for (int i = 0; i < count; i++) {
            addThread(loops);
        }
        if (count == 0) {
            lifecycle.tryMove(State.RUNNING);
        }
    }

    private GlobalThread startGlobal(Resources opened) {
        GlobalThread global;
        try {
            GlobalLoop loop = GlobalLoop.open(
                    settings.applicationId() + "-GlobalStreamThread",
                    dag.globalStores(),
                    opened.tasks(),
                    opened.directory().path());
            global = new GlobalThread(loop, this);
        } catch (RuntimeException e) {
            lifecycle.tryMove(State.PENDING_ERROR);
            throw e;
        }
        synchronized (lock) {
            globalThread = global;
        }
        global.start();
        if (lifecycle.state().isShuttingDown()) {
            // It was closed before it could know of the thread.
            global.stopSoon();
        }
        return global;
    }

    /** Whether the stores are loaded; not if the application was closed meanwhile. */
    private boolean awaitLoaded(GlobalThread global) {
        try {
            return global.awaitLoaded();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close(0);
            throw new StreamsException(
                    "The thread that started the application was interrupted while global stores were loaded; the application closes",
                    e);
        }
    }

    /** Null if the application is not running, or about to. */
    private @Nullable StreamThread addThread(LoopEnvironment loops) {
        StreamThread thread = threads.add(number -> {
            String name = settings.applicationId() + "-StreamThread-" + number;
            return new StreamThread(number, new StreamLoop(name, loops, this), this);
        });
        shareRecordCache();
        if (!lifecycle.state().isRunningOrRebalancing()) {
            // It was closed since: the thread has nothing to do, and ends as any other.
            thread.stopSoon();
        }
        thread.start();
        return thread.isStopping() ? null : thread;
    }

    /** The record cache is shared evenly; each loop takes its new share over with the assignment that follows. */
    private void shareRecordCache() {
        int sharers = Math.max(threads.count(), isStarting ? settings.threadCount() : 1);
        instance.recordCacheBytesPerLoop(settings.recordCacheBytes() / sharers);
    }

    // ---- threads at run time ----

    /** Starts one more thread; empty if the application is not running. */
    Optional<String> addThread() {
        LoopEnvironment loops;
        synchronized (lock) {
            loops = environment;
        }
        if (loops == null || dag.subTopologies().isEmpty()) {
            return Optional.empty();
        }
        StreamThread thread = addThread(loops);
        return Optional.ofNullable(thread).map(Thread::getName);
    }

    /** Stops one thread, preferably another than the caller, and waits for it unless it is the caller; empty if there is none, or the application is not running. */
    Optional<String> removeThread(long timeoutMs) {
        StreamThread chosen = lifecycle.state().isRunningOrRebalancing() ? threads.stopOne() : null;
        if (chosen == null) {
            return Optional.empty();
        }
        if (chosen != Thread.currentThread() && !lifecycle.isTelling()) {
            chosen.awaitEnd(timeoutMs);
        }
        return Optional.of(chosen.getName());
    }

    /** Lets the loops rest, or wakes them. */
    void pause(boolean paused) {
        instance.pause(paused);
        threads.all().forEach(thread -> thread.loop().wakeup());
    }

    // ---- what others ask ----

    InstanceState instance() {
        return instance;
    }

    /** What is read now; empty before the start. */
    Optional<TopicPlan> plan() {
        synchronized (lock) {
            return Optional.ofNullable(environment).map(loops -> loops.plan().current());
        }
    }

    List<StreamThread> threads() {
        return threads.all();
    }

    @Nullable
    GlobalThread globalThread() {
        return globalThread;
    }

    // ---- what loops and threads tell ----

    @Override
    public void rebalancing(StreamLoop loop) {
        synchronized (lock) {
            runningLoops.remove(loop);
        }
        StreamThread.enter(StreamThread.Stage.PARTITIONS_ASSIGNED);
        lifecycle.tryMove(State.REBALANCING);
    }

    @Override
    public void running(StreamLoop loop) {
        synchronized (lock) {
            runningLoops.add(loop);
        }
        StreamThread.enter(StreamThread.Stage.RUNNING);
        runIfAllDo();
    }

    private void runIfAllDo() {
        int running;
        synchronized (lock) {
            running = runningLoops.size();
        }
        if (running == threads.count()) {
            lifecycle.tryMove(State.RUNNING);
        }
    }

    @Override
    public StreamThreadExceptionResponse failed(StreamThread thread, Throwable e) {
        LOG.error("{} stops: {}. What it had not committed is dropped", thread.getName(), e.getMessage(), e);
        StreamThreadExceptionResponse response = uncaught.ask(e);
        if (response == StreamThreadExceptionResponse.SHUTDOWN_APPLICATION) {
            instance.askToStop();
        }
        return response;
    }

    @Override
    public void askedToStop(StreamLoop loop) {
        if (lifecycle.tryMove(State.PENDING_ERROR)) {
            LOG.error("An instance of the application has failed and asks all of them to stop; this one does");
            stopAll();
        }
    }

    @Override
    public void ended(StreamThread thread, @Nullable StreamThreadExceptionResponse response) {
        LoopEnvironment loops;
        threads.remove(thread);
        shareRecordCache();
        synchronized (lock) {
            runningLoops.remove(thread.loop());
            loops = environment;
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
        if (lifecycle.state().isShuttingDown()) {
            finishIfNoneIsLeft();
        } else {
            runIfAllDo();
        }
    }

    @Override
    public void globalFailed(GlobalThread thread, Throwable e) {
        LOG.error("{} stops: {}. The global stores stay at what was committed", thread.getName(), e.getMessage(), e);
        if (uncaught.ask(e) == StreamThreadExceptionResponse.REPLACE_THREAD) {
            LOG.error(
                    "The global thread cannot be replaced while stream threads read its stores; the application stops");
        }
        lifecycle.tryMove(State.PENDING_ERROR);
        stopAll();
    }

    @Override
    public void globalEnded(GlobalThread thread) {
        if (thread.hasFailedToLoad()) {
            lifecycle.tryMove(State.PENDING_ERROR);
        }
        synchronized (lock) {
            globalThread = null;
        }
        finishIfNoneIsLeft();
    }

    // ---- close ----

    /**
     * @param leavesGroup whether tasks go on elsewhere at once, or only when the membership expires
     */
    boolean close(long timeoutMs, boolean leavesGroup) {
        instance.leaveOnClose(leavesGroup);
        return close(timeoutMs);
    }

    boolean close(long timeoutMs) {
        if (lifecycle.tryMove(State.PENDING_SHUTDOWN)) {
            stopAll();
        }
        if (isOwnThread(Thread.currentThread()) || lifecycle.isTelling()) {
            return false;
        }
        try {
            boolean isOver = lifecycle.awaitShutdown(timeoutMs);
            if (!isOver) {
                threads.tellWhereTheyAre(timeoutMs);
            }
            return isOver;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isOwnThread(Thread thread) {
        return thread == globalThread || threads.contains(thread);
    }

    private void stopAll() {
        threads.all().forEach(StreamThread::stopSoon);
        finishIfNoneIsLeft();
    }

    /** Goes on with the close: after the stream threads the global one, then the directory. */
    private void finishIfNoneIsLeft() {
        GlobalThread global;
        synchronized (lock) {
            if (isStarting || threads.count() > 0) {
                return;
            }
            global = globalThread;
        }
        if (global != null) {
            global.stopSoon();
        } else {
            finish();
        }
    }

    private void finish() {
        Resources opened;
        synchronized (lock) {
            opened = resources;
            resources = null;
        }
        if (opened != null) {
            opened.close();
        }
        if (!lifecycle.tryMove(State.NOT_RUNNING)) {
            lifecycle.tryMove(State.ERROR);
        }
    }
}
