package io.millrace.runtime.loop;

import io.millrace.errors.MillraceException;
import io.millrace.log.FencedException;
import io.millrace.log.LogConsumer;
import io.millrace.log.RecordBatch;
import io.millrace.processor.TaskId;
import io.millrace.runtime.commit.CommitSequence;
import io.millrace.runtime.directory.StateDirectory;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.StreamTask;
import io.millrace.runtime.task.TaskFactory;
import io.millrace.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of one stream thread: membership, tasks, processing, punctuation, commits, in that order in each {@link #doWork()}. Confined to whoever
 * steps it, but for {@link #wakeup()}.
 * A task gets at most 16,384 records or 4 ms at a time.
 */
public final class StreamLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamLoop.class);

    private static final int SLICE_RECORDS = 16_384;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final String name;
    private final Clock clock;
    private final LogConsumer consumer;
    private final Membership membership;
    private final TaskSet tasks;
    private final StandbySet standbys;
    private final Probe probe;
    private final Reading reading;
    private final TaskCommits commits;
    private final RepartitionPurge purge;
    private final LoopListener listener;
    private final InstanceState instance;
    private final PlanWatch planWatch;
    private final Setbacks setbacks;
    private final TaskFactory factory;
    private final StateDirectory directory;
    private final List<RecordBatch> polledWhileWaiting = new ArrayList<>();

    /** Tasks that the group gave us and that were not acted upon yet. */
    private @Nullable LoopPart newAssignment;

    /** Tasks that the group gave us last. */
    private LoopPart assignment = LoopPart.NOTHING;

    private boolean givingUp;
    private boolean announced;

    private volatile @Nullable TaskId taskAtWork;

    public StreamLoop(String name, LoopEnvironment environment, LoopListener listener) {
        RuntimeSettings settings = environment.tasks().settings();
        this.name = name;
        this.clock = environment.tasks().clock();
        this.listener = listener;
        this.instance = environment.instance();
        this.planWatch = new PlanWatch(environment.plan(), settings.metadataMaxAgeMs(), clock.monotonicNanos());
        this.setbacks = new Setbacks(name, planWatch);
        this.factory = new TaskFactory(environment.tasks());
        this.consumer = environment.tasks().broker().consumer(settings.groupMember(name));
        this.tasks = new TaskSet(name, factory, environment);
        this.standbys = new StandbySet(name, factory, environment);
        this.probe = new Probe(settings.probingRebalanceIntervalMs(), settings.acceptableRecoveryLag());
        this.reading = new Reading(consumer, tasks);
        this.directory = environment.directory();
        this.membership = new Membership(
                environment.plan(),
                instance,
                settings.copies(),
                new DormantTasks(directory, environment.tasks().broker().topics()),
                callbacks());
        CommitSequence sequence = new CommitSequence(
                environment.tasks().broker(),
                settings.isExactlyOnce(),
                membership::current,
                consumer::wakeup,
                environment.probe());
        this.commits = new TaskCommits(tasks, sequence, clock, setbacks.outage());
        this.purge = new RepartitionPurge(environment);
        consumer.subscribe(membership);
    }

    private Membership.Callbacks callbacks() {
        return new Membership.Callbacks() {
            @Override
            public Set<TaskId> ownedTasks() {
                return tasks.ids();
            }

            @Override
            public void revoking() {
                commits.commitAll();
            }

            @Override
            public Set<TaskId> standbys() {
                return standbys.ids();
            }

            @Override
            public Map<TaskId, Long> lags() {
                Map<TaskId, Long> lags = standbys.lags();
                lags.putAll(tasks.lags());
                return lags;
            }

            @Override
            public void assigned(LoopPart assigned) {
                assignment = assigned;
                newAssignment = assigned;
            }

            @Override
            public void askedToStop() {
                listener.askedToStop(StreamLoop.this);
            }

            @Override
            public void lost() {
                LOG.warn(
                        "{} did not poll in time: its tasks run elsewhere by now, or did; what it still has is made anew",
                        name);
                assignment = LoopPart.NOTHING;
                givingUp = true;
            }
        };
    }

    public String name() {
        return name;
    }

    /** The task that processes or ticks at this moment; null if none does. Safe from any thread. */
    public @Nullable TaskId taskAtWork() {
        return taskAtWork;
    }

    /** The tasks it has now. Only on its thread. */
    public List<StreamTask> tasks() {
        return tasks.all();
    }

    /** Takes one step; returns how much was done, 0 if nothing can be done before something happens. */
    public int doWork() {
        try {
            int work = commits.poll();
            if (setbacks.outage().isResting(clock.monotonicNanos())) {
                return work;
            }
            work += takeOver(consumer.poll(0));
            if (givingUp) {
                return work + giveUpTasks();
            }
            work += applyMembership();
            if (newAssignment != null) {
                // Some of the tasks are someone else's by now; they go once their last commit is decided.
                return work;
            }
            if (instance.isPaused()) {
                tasks.all().forEach(reading::balance);
            } else {
                work += restore();
                work += process();
                work += punctuate();
                work += updateStandbys();
            }
            work += commits.commitDue();
            return work + background();
        } catch (MillraceException e) {
            return overcome(e);
        }
    }

    /** Does what can be done about a failure; throws it again if that is nothing. */
    private int overcome(MillraceException failure) {
        switch (setbacks.remedyFor(failure, clock.monotonicNanos())) {
            case REOPEN -> givingUp = true;
            case REDISTRIBUTE -> {
                givingUp = true;
                consumer.rejoin();
            }
            case REWIND -> rewindAll();
        }
        return 1;
    }

    private void rewindAll() {
        try {
            tasks.all().forEach(this::rewind);
        } catch (FencedException e) {
            // One of them runs elsewhere by now.
            givingUp = true;
        }
    }

    /** Back to the last commit; a commit that is being decided is left to its decision. */
    private void rewind(StreamTask task) {
        if (task.state() == StreamTask.State.COMMITTING) {
            return;
        }
        if (task.state() == StreamTask.State.RUNNING) {
            task.rewind();
        }
        // A task that is someone else's by now only waits to be closed.
        if (reading.isAssigned(task)) {
            reading.start(task);
        }
    }

    private int background() {
        long now = clock.monotonicNanos();
        if (planWatch.hasChanged(now) || probe.isDue(standbys, now)) {
            consumer.rejoin();
        }
        int work = purge.doWork(now, tasks.all());
        for (StreamTask task : tasks.all()) {
            work += task.background(now);
        }
        return work;
    }

    private int takeOver(List<RecordBatch> polled) {
        int count = polled.size() + polledWhileWaiting.size();
        polledWhileWaiting.forEach(tasks::add);
        polledWhileWaiting.clear();
        polled.forEach(tasks::add);
        return count;
    }

    // ---- membership ----

    /**
     * Tasks run elsewhere, or their commits came too late: everything of them here is dropped, once no commit is being decided. What the group still assigns to
     * this loop, which the poll before this call has asked it, is made anew.
     */
    private int giveUpTasks() {
        if (commits.isBusy()) {
            return 0;
        }
        givingUp = false;
        closeTasks();
        newAssignment = assignment;
        return 1;
    }

    private int applyMembership() {
        LoopPart assigned = newAssignment;
        if (assigned != null && !commits.isBusy()) {
            announced = false;
            listener.rebalancing(this);
            takeOver(assigned);
            // Not before: where a task cannot be closed now, all of this is done again.
            newAssignment = null;
        }
        return openTasks() + standbys.open();
    }

    private void takeOver(LoopPart part) {
        tasks.leaving(part.active()).forEach(tasks::leave);
        standbys.assign(part.standbys());
        tasks.assign(part.active());
        if (instance.isKnown()) {
            directory.closeLeft(task -> !instance.has(task));
        }
        probe.assigned(part, clock.monotonicNanos());
        factory.resizeRecordCache(instance.recordCacheBytesPerLoop());
        LOG.info("{} is assigned tasks {}, standbys {}", name, part.active().keySet(), part.standbys());
    }

    private int openTasks() {
        if (tasks.isComplete()) {
            return 0;
        }
        List<StreamTask> opened = tasks.open();
        opened.forEach(reading::start);
        return opened.size();
    }

    private int restore() {
        int work = 0;
        boolean all = tasks.isComplete() && newAssignment == null;
        for (StreamTask task : tasks.all()) {
            if (task.state() == StreamTask.State.RESTORING) {
                work += task.restoreStep();
                if (task.state() == StreamTask.State.RUNNING) {
                    task.partitions().forEach(consumer::resume);
                } else {
                    all = false;
                }
            }
        }
        if (all && !announced && membership.isKnown()) {
            announced = true;
            listener.running(this);
        }
        return work;
    }

    // ---- processing ----

    private int process() {
        int count = 0;
        for (StreamTask task : tasks.all()) {
            if (task.state() == StreamTask.State.RUNNING && !reading.isReaderFarBehind(task)) {
                taskAtWork = task.id();
                count += task.processSlice(SLICE_RECORDS, clock.monotonicNanos() + SLICE_NANOS, reading::lag);
                reading.balance(task);
            }
        }
        taskAtWork = null;
        return count;
    }

    private int punctuate() {
        int count = 0;
        for (StreamTask task : tasks.all()) {
            taskAtWork = task.id();
            count += task.punctuate();
        }
        taskAtWork = null;
        return count;
    }

    /** Standbys wait while tasks of this loop are being restored. */
    private int updateStandbys() {
        boolean isRestoring = tasks.all().stream().anyMatch(task -> task.state() == StreamTask.State.RESTORING);
        return isRestoring ? 0 : standbys.doWork(clock.monotonicNanos());
    }

    // ---- waiting and closing ----

    /** Waits until something can be done: data, membership, a deadline, a decision, {@link #wakeup()}. After {@link #doWork()} returned 0. */
    public void await() {
        try {
            polledWhileWaiting.addAll(consumer.poll(NextEvent.waitMs(tasks, clock, instance.isPaused())));
        } catch (MillraceException e) {
            overcome(e);
        }
    }

    /** Makes {@link #await()} return. Safe from any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    /** Drops what is not committed, closes the tasks, and has the group distribute them anew, which tells all members what this one knows. */
    public void giveUpAndRejoin() {
        closeTasks();
        consumer.rejoin();
    }

    /** Takes part in the group, and does nothing else: for a loop that has failed and still has something to tell. Waits up to {@code maxWaitMs}. */
    public void pollGroup(long maxWaitMs) {
        consumer.poll(maxWaitMs);
    }

    /** Starts to commit everything that is done, before a clean close. Step {@link #isSettled()} until it is true. */
    public void prepareToClose() {
        commits.commitAll();
    }

    /** Whether no commit is being decided. */
    public boolean isSettled() {
        commits.poll();
        return !commits.isBusy();
    }

    /** Drops what is not committed, closes the tasks, leaves the group. Idempotent. */
    @Override
    public void close() {
        try {
            closeTasks();
        } finally {
            if (instance.leavesOnClose()) {
                consumer.close();
            } else {
                consumer.closeWithoutLeaving();
            }
        }
    }

    private void closeTasks() {
        standbys.closeAll();
        tasks.closeAll();
    }
}
