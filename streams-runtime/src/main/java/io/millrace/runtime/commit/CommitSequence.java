package io.millrace.runtime.commit;

import io.millrace.errors.StreamsException;
import io.millrace.errors.TaskMigratedException;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.CommittedOffset;
import io.millrace.log.FencedException;
import io.millrace.log.GroupMembership;
import io.millrace.log.LogBroker;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.TransactionExpiredException;
import io.millrace.log.UnknownTopicException;
import io.millrace.record.TopicPartition;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commits tasks, in groups so that they share writes and syncs; each is decided by itself. Confined to the thread of the tasks. A decision that needs a
 * disk is waited for by asking again, never by blocking.
 */
public final class CommitSequence {

    private final LogBroker broker;
    private final Supplier<GroupMembership> membership;
    private final Runnable wakeup;
    private final StepProbe probe;
    private final List<Deciding> deciding = new ArrayList<>();
    private final boolean transactional;

    /** Is told before each step; a simulation stops the process there. */
    @FunctionalInterface
    public interface StepProbe {

        /** Does nothing. */
        StepProbe NONE = (step, task) -> {};

        void before(CommitStep step, CommitParticipant task);
    }

    private record Deciding(CommitParticipant task, PendingCommit commit) {}

    private record Prepared(CommitParticipant task, LogProducer producer) {}

    /**
     * @param transactional whether tasks commit in transactions; else each commits its offsets by itself
     * @param wakeup makes the thread ask again; called from other threads
     */
    public CommitSequence(
            LogBroker broker,
            boolean transactional,
            Supplier<GroupMembership> membership,
            Runnable wakeup,
            StepProbe probe) {
        this.broker = broker;
        this.transactional = transactional;
        this.membership = membership;
        this.wakeup = wakeup;
        this.probe = probe;
    }

    /**
     * Commits tasks. On return each is either committed or being decided.
     *
     * @throws RuntimeException what user code threw in a cache flush, or the reason why a task cannot commit; the task concerned has been rewound, and tasks
     *     behind it are untouched
     */
    public void commit(List<? extends CommitParticipant> due) {
        List<Prepared> prepared = new ArrayList<>(due.size());
        RuntimeException failure = null;
        try {
            for (CommitParticipant task : due) {
                prepare(task, prepared);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        decide(prepared);
        try {
            poll();
        } catch (RuntimeException e) {
            failure = firstOf(failure, e);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static RuntimeException firstOf(@Nullable RuntimeException first, RuntimeException later) {
        if (first == null) {
            return later;
        }
        // Commits of one group may fail for one and the same reason.
        if (first != later) {
            first.addSuppressed(later);
        }
        return first;
    }

    private void prepare(CommitParticipant task, List<Prepared> prepared) {
        try {
            probe.before(CommitStep.FLUSH_CACHES, task);
            task.flushCaches();
            probe.before(CommitStep.SEAL, task);
            Map<TopicPartition, CommittedOffset> offsets = task.seal();
            probe.before(CommitStep.APPEND, task);
            task.appendChangelogs();
            probe.before(CommitStep.DECIDE, task);
            if (transactional) {
                prepared.add(new Prepared(task, task.addOffsets(offsets, membership.get())));
            } else {
                task.commitOffsets(offsets, membership.get());
                probe.before(CommitStep.APPLY, task);
                task.committed(-1);
            }
        } catch (FencedException e) {
            task.rewind();
            throw migrated(task, e);
        } catch (RuntimeException e) {
            task.rewind();
            throw e;
        }
    }

    private void decide(List<Prepared> prepared) {
        if (prepared.isEmpty()) {
            return;
        }
        List<LogProducer> producers = new ArrayList<>(prepared.size());
        for (Prepared one : prepared) {
            producers.add(one.producer());
        }
        List<PendingCommit> commits = broker.commit(producers, wakeup);
        for (int i = 0; i < commits.size(); i++) {
            CommitParticipant task = prepared.get(i).task();
            task.deciding();
            deciding.add(new Deciding(task, commits.get(i)));
        }
    }

    /** Finishes commits whose decision is known by now; returns how many. Throws as {@link #commit} does, after it has finished all of them. */
    public int poll() {
        int finished = 0;
        RuntimeException first = null;
        Iterator<Deciding> all = deciding.iterator();
        while (all.hasNext()) {
            Deciding one = all.next();
            if (one.commit().state() == PendingCommit.State.PENDING) {
                continue;
            }
            all.remove();
            finished++;
            try {
                finish(one);
            } catch (RuntimeException e) {
                first = firstOf(first, e);
            }
        }
        if (first != null) {
            throw first;
        }
        return finished;
    }

    private void finish(Deciding one) {
        CommitParticipant task = one.task();
        RuntimeException failure = one.commit().failure();
        switch (one.commit().state()) {
            case COMMITTED -> {
                probe.before(CommitStep.APPLY, task);
                task.committed(one.commit().commitNumber());
            }
            case FAILED -> {
                task.rewind();
                throw failed(task, failure);
            }
            case UNKNOWN ->
                throw new StreamsException(
                        "Whether the last commit of task " + task.id()
                                + " happened is not known. Its state is safe: recovery finds out. Restart the application.",
                        failure);
            case PENDING -> throw new IllegalStateException("A pending commit cannot be finished");
        }
    }

    private static RuntimeException failed(CommitParticipant task, @Nullable RuntimeException failure) {
        if (failure instanceof FencedException fenced) {
            return migrated(task, fenced);
        }
        if (failure instanceof UnknownTopicException
                || failure instanceof BrokerUnavailableException
                || failure instanceof TransactionExpiredException) {
            // Not the task's fault, and the loop may know what to do.
            return failure;
        }
        return new StreamsException(
                "The commit of task " + task.id() + " failed; the task went back to its last commit", failure);
    }

    private static TaskMigratedException migrated(CommitParticipant task, FencedException e) {
        return new TaskMigratedException(
                "Task " + task.id() + " runs elsewhere by now; what it had not committed was dropped here", e);
    }

    /** Whether any commit is being decided. */
    public boolean isBusy() {
        return !deciding.isEmpty();
    }
}
