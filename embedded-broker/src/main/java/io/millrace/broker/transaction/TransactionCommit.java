package io.millrace.broker.transaction;

import io.millrace.broker.batch.ControlMarker;
import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.group.GroupCoordinator;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.log.GroupMembership;
import io.millrace.log.PendingCommit;
import io.millrace.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction on its way through the pipeline, and the handle that its owner watches. */
final class TransactionCommit implements Request, PendingCommit {

    private final ProducerSession session;
    private final GroupCoordinator groups;
    private final Clock clock;
    private final CommitGroup watcher;
    private final List<PartitionLog> touched;
    private final List<PartitionLog> unsyncedInputs;
    private final @Nullable GroupMembership membership;
    private final List<LogEntry.InputOffset> inputs;

    // Written before the state.
    private long commitNumber;
    private @Nullable RuntimeException failure;
    private volatile State state = State.PENDING;

    /** What a transaction commits of its group's input. */
    record Inputs(
            @Nullable GroupMembership membership, List<LogEntry.InputOffset> offsets, List<PartitionLog> unsynced) {

        static final Inputs NONE = new Inputs(null, List.of(), List.of());
    }

    TransactionCommit(
            ProducerSession session,
            GroupCoordinator groups,
            Clock clock,
            CommitGroup watcher,
            List<PartitionLog> touched,
            Inputs inputs) {
        this.session = session;
        this.groups = groups;
        this.clock = clock;
        this.watcher = watcher;
        this.touched = touched;
        this.membership = inputs.membership();
        this.inputs = inputs.offsets();
        this.unsyncedInputs = inputs.unsynced();
    }

    /** Keeps the member's generation until the decision. Needs the decision lock. */
    void announce() {
        if (membership != null) {
            groups.commitStarted(membership);
        }
    }

    @Override
    public List<PartitionLog> dependencies() {
        List<PartitionLog> logs = new ArrayList<>(touched);
        logs.addAll(unsyncedInputs);
        return logs;
    }

    @Override
    public LogEntry decide(Ledger ledger) {
        if (session.isTaken()) {
            throw session.fenced();
        }
        if (membership != null) {
            groups.requireMember(membership);
        }
        List<LogEntry.PartitionEnd> ends = session.touchedEnds();
        return new LogEntry.Decision(
                ledger.takeCommitNumber(),
                session.producerId,
                session.epoch,
                session.transactionNumber(),
                ends,
                membership,
                inputs);
    }

    @Override
    public void publish(LogEntry entry) {
        ControlMarker marker = ControlMarker.commit(((LogEntry.Decision) entry).commitNumber());
        for (PartitionLog log : touched) {
            log.appendMarker(marker, session.producerId, session.epoch, clock.wallMs());
        }
    }

    @Override
    public void committed(LogEntry entry) {
        commitNumber = ((LogEntry.Decision) entry).commitNumber();
        session.commitEnded(true);
        end(State.COMMITTED);
    }

    @Override
    public void failed(RuntimeException reason) {
        failure = reason;
        session.commitEnded(false);
        end(State.FAILED);
    }

    @Override
    public void unknown(RuntimeException reason) {
        failure = reason;
        session.commitUnknown();
        end(State.UNKNOWN);
    }

    private void end(State last) {
        if (membership != null) {
            groups.commitEnded(membership);
        }
        state = last;
        watcher.ended();
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public long commitNumber() {
        if (state != State.COMMITTED) {
            throw new IllegalStateException("The transaction is " + state + ", it has no commit number");
        }
        return commitNumber;
    }

    @Override
    public @Nullable RuntimeException failure() {
        return state == State.PENDING ? null : failure;
    }
}
