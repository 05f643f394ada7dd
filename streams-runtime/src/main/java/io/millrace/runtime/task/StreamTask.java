package io.millrace.runtime.task;

import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.LogProducer;
import io.millrace.log.RecordBatch;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.processor.Cancellable;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.commit.CommitParticipant;
import io.millrace.runtime.graph.TaskScope;
import io.millrace.runtime.input.PartitionGroup;
import io.millrace.runtime.input.PartitionGroup.CommittedPosition;
import io.millrace.runtime.input.PartitionQueue;
import io.millrace.runtime.output.TaskOutput;
import io.millrace.runtime.pacing.CommitPacing;
import io.millrace.runtime.punctuation.PunctuationSchedule;
import io.millrace.runtime.punctuation.PunctuationTarget;
import io.millrace.runtime.query.LocalTask;
import io.millrace.runtime.restore.TaskRestore;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.task.DetachedEngines;
import io.millrace.stores.task.TaskStores;
import io.millrace.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One or more sub-topologies on one partition group. Owned by one thread at a time; nothing in it is synchronised.
 *
 * <p>All its mutable state is in the stores, the output, the queues, the positions and the punctuation schedule; {@link #rewind()} puts every one of
 * them back to the last commit.
 */
public final class StreamTask implements CommitParticipant, AutoCloseable {

    /** Where a task is in its life. */
    public enum State {
        /** Its stores are being brought up to date. */
        RESTORING,
        /** It processes. */
        RUNNING,
        /** A commit of it is being decided: it waits. */
        COMMITTING,
        /** It is over. */
        CLOSED
    }

    private final TaskParts parts;
    private final TaskScope scope;
    private final RecordCoordinates coordinates;
    private final PartitionGroup group;
    private final List<PartitionQueue> queues;
    private final TaskStores stores;
    private final TaskOutput output;
    private final PunctuationSchedule punctuations;
    private final CommitPacing pacing;
    private final CommittedPositions positions;
    private final Clock clock;
    private final UserCode userCode;
    private final RecordSlice slice;
    private final TaskPublisher publisher;
    private final WallTime wall;
    private State state = State.RESTORING;
    private @Nullable TaskRestore restore;
    private long commitStartNanos;

    StreamTask(TaskParts parts, TaskRestore restore) {
        this.parts = parts;
        this.scope = parts.scope();
        this.coordinates = scope.coordinates();
        this.group = parts.group();
        this.queues = group.queues();
        this.stores = scope.stores();
        this.output = scope.output();
        this.punctuations = parts.punctuations();
        this.pacing = parts.pacing();
        this.positions = parts.positions();
        this.clock = parts.clock();
        this.wall = new WallTime(clock, punctuations);
        this.restore = restore;
        this.userCode = new UserCode(scope.taskId(), coordinates);
        this.slice = new RecordSlice(parts);
        this.publisher = new TaskPublisher(scope, queues, positions);
        parts.control().attach(this);
        group.reset(positions.all());
    }

    @Override
    public TaskId id() {
        return scope.taskId();
    }

    public State state() {
        return state;
    }

    /** The partitions it reads. */
    public List<TopicPartition> partitions() {
        return queues.stream().map(PartitionQueue::partition).toList();
    }

    /** Names of the repartition topics that it writes to. */
    public List<String> repartitionTargets() {
        return parts.repartitionTargets();
    }

    /** The store of that name; null if the task has none. Only on the task's thread. */
    public @Nullable StateStore store(String name) {
        return stores.find(name);
    }

    /** Metrics of its processors. Safe from any thread. */
    public Map<MetricName, ? extends Metric> metrics() {
        return scope.metrics().metrics();
    }

    /** What others than its thread may know of it. */
    public LocalTask local() {
        return publisher.local();
    }

    /** From now on it publishes what it has committed. */
    public void publish() {
        publisher.start();
    }

    /** Where its input is committed. */
    public Map<TopicPartition, CommittedPosition> committedPositions() {
        return Map.copyOf(positions.all());
    }

    /** Changelog records that its stores lack. */
    public long lag() {
        TaskRestore running = restore;
        return running == null ? 0 : running.remaining();
    }

    /** Replays what can be read now; once all is replayed the processors are initialised. Returns how much it did. */
    public int restoreStep() {
        TaskRestore running = restore;
        if (running == null) {
            return 0;
        }
        int count = running.doWork();
        publisher.restored();
        if (running.isDone()) {
            running.close();
            restore = null;
            wall.read();
            userCode.run(() -> {
                parts.graph().initProcessors();
                return 0;
            });
            punctuations.committed();
            scope.operators().committed();
            state = State.RUNNING;
            publisher.running();
            count++;
        }
        return count;
    }

    /**
     * Adds records to the queue of one of its partitions.
     *
     * @param batch possibly of another partition, whose name the records then keep
     */
    public void add(TopicPartition partition, RecordBatch batch) {
        userCode.run(() -> {
            group.add(partition, batch);
            return 0;
        });
    }

    /** Whether it has read so much of a partition that reading more can wait. */
    public boolean isFull(TopicPartition partition) {
        return group.size(partition) >= parts.bufferedRecords();
    }

    /**
     * Processes up to {@code maxRecords} records, or until {@code deadlineNanos}.
     *
     * @param lag records that the broker has and the task has not polled; empty if that is not known
     * @return how many were processed
     */
    public int processSlice(int maxRecords, long deadlineNanos, Function<TopicPartition, OptionalLong> lag) {
        if (state != State.RUNNING || group.isEmpty()) {
            return 0;
        }
        long wallMs = wall.read();
        return publisher.processed(userCode.run(() -> slice.run(maxRecords, deadlineNanos, wallMs, lag)), wallMs);
    }

    /**
     * Gives up the record on which {@link #processSlice} threw, with what it did so far. For test drivers, which go on after an exception; a runtime
     * rewinds.
     */
    public void abandonFailed() {
        slice.abandonFailed();
    }

    /** Runs the ticks that are due, by stream time first; returns how many ran. */
    public int punctuate() {
        if (state != State.RUNNING) {
            return 0;
        }
        return punctuateStreamTime() + punctuateWallClock();
    }

    /** Runs the ticks that are due by stream time; returns how many ran. */
    public int punctuateStreamTime() {
        long streamTimeMs = group.streamTimeMs();
        if (streamTimeMs < 0 || !punctuations.isDue(PunctuationType.STREAM_TIME, streamTimeMs)) {
            return 0;
        }
        return userCode.run(() -> parts.punctuate(PunctuationType.STREAM_TIME, streamTimeMs));
    }

    /** Runs the ticks that are due by wall clock; returns how many ran. */
    public int punctuateWallClock() {
        if (punctuations.nextWallMs() == Long.MAX_VALUE) {
            return 0;
        }
        long wallMs = wall.read();
        if (!punctuations.isDue(PunctuationType.WALL_CLOCK_TIME, wallMs)) {
            return 0;
        }
        return userCode.run(() -> parts.punctuate(PunctuationType.WALL_CLOCK_TIME, wallMs));
    }

    /** Wall time of the next tick by wall clock; {@code Long.MAX_VALUE} if there is none. */
    public long nextWallPunctuationMs() {
        return punctuations.nextWallMs();
    }

    /** Whether a commit is due now. */
    public boolean isCommitDue(long nowNanos) {
        boolean hasOutput = hasOutput();
        return state == State.RUNNING
                && (hasOutput || positions.hasMoved(queues))
                && (pacing.isDue(nowNanos, hasOutput, group.isEmpty())
                        || stores.mustCommit(parts.uncommittedBytesMax()));
    }

    /** When to ask {@link #isCommitDue} again if nothing else happens; {@code Long.MAX_VALUE} if there is nothing to commit. */
    public long nextCommitNanos() {
        boolean isCommitAhead = state == State.RUNNING && hasUncommitted();
        return isCommitAhead ? pacing.nextNanos(hasOutput(), group.isEmpty()) : Long.MAX_VALUE;
    }

    private boolean hasOutput() {
        return output.hasPending() || stores.isDirty();
    }

    /** Whether a commit would contain anything. */
    public boolean hasUncommitted() {
        return hasOutput() || positions.hasMoved(queues);
    }

    @Override
    public void flushCaches() {
        commitStartNanos = clock.monotonicNanos();
        userCode.flush(stores);
    }

    @Override
    public Map<TopicPartition, CommittedOffset> seal() {
        return positions.seal(queues, scope.operators().progress());
    }

    @Override
    public void appendChangelogs() {
        stores.writeChangelogs(parts.changelogs()::writer);
        output.flush();
    }

    @Override
    public LogProducer addOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
        return output.addOffsets(offsets, member);
    }

    @Override
    public void commitOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
        output.commitOffsets(offsets, member);
    }

    @Override
    public void deciding() {
        state = State.COMMITTING;
    }

    @Override
    public void committed(long commitNumber) {
        stores.commit(commitNumber, parts.changelogs().lastOffsets(output, positions), positions.position());
        output.finished();
        positions.committed();
        punctuations.committed();
        scope.operators().committed();
        state = State.RUNNING;
        long now = clock.monotonicNanos();
        publisher.committed(now - commitStartNanos);
        pacing.finished(commitStartNanos, now);
    }

    @Override
    public void rewind() {
        output.abort();
        stores.rewind();
        positions.rewind();
        slice.rewind();
        group.reset(positions.all());
        punctuations.rewind();
        scope.operators().rewind();
        coordinates.clear();
        if (state == State.COMMITTING) {
            state = State.RUNNING;
        }
        long now = clock.monotonicNanos();
        pacing.finished(now, now);
    }

    /** Background work of the stores, and questions to them; returns how much it did. */
    public int background(long nowNanos) {
        return state != State.RUNNING ? 0 : publisher.answer() + (stores.doWork(nowNanos) ? 1 : 0);
    }

    long streamTimeMs() {
        return group.streamTimeMs();
    }

    long wallMs() {
        return wall.lastMs();
    }

    void requestCommit() {
        pacing.request();
    }

    Cancellable schedule(PunctuationType type, long firstMs, long intervalMs, PunctuationTarget target) {
        return punctuations.add(type, firstMs, intervalMs, target);
    }

    /** Drops what is not committed and gives up all resources. Idempotent. */
    @Override
    public void close() {
        if (state != State.CLOSED) {
            end(stores::close);
        }
    }

    /** As {@link #close()}, but leaves the engines of its stores to its next incarnation in this process. */
    public DetachedEngines detach() {
        AtomicReference<@Nullable DetachedEngines> kept = new AtomicReference<>();
        end(() -> kept.set(stores.detach()));
        return Objects.requireNonNull(kept.get());
    }

    private void end(Runnable closeStores) {
        try {
            parts.graph().close();
        } finally {
            try {
                output.abort();
            } finally {
                giveUp(closeStores);
            }
        }
    }

    /** Gives up all resources and leaves behind what a killed process would. For test drivers, which crash applications on purpose. */
    public void abandon() {
        if (state != State.CLOSED) {
            giveUp(stores::abandon);
        }
    }

    private void giveUp(Runnable closeStores) {
        state = State.CLOSED;
        publisher.closed();
        if (restore != null) {
            restore.close();
            restore = null;
        }
        try {
            output.close();
        } finally {
            closeStores.run();
            scope.drops().close();
        }
    }
}
