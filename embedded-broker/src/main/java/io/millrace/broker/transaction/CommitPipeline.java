package io.millrace.broker.transaction;

import io.millrace.broker.commitlog.CommitLog;
import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.segment.DiskReserve;
import io.millrace.broker.segment.LogEnvironment;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.segment.StorageHealth;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.time.Clock;
import io.millrace.time.Scheduler;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides requests in groups: whatever waits when a group begins is in it, and shares its syncs. Safe from any thread.
 */
public final class CommitPipeline {

    private static final Logger LOG = LoggerFactory.getLogger(CommitPipeline.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SLOW_SYNC_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Disk disk;
    private final DiskReserve reserve;
    private final Ledger ledger;
    private final CommitLog commitLog;
    private final StorageHealth health;
    private final boolean syncs;
    private final Clock clock;
    private final Scheduler scheduler;

    private final ConcurrentLinkedQueue<Request> waiting = new ConcurrentLinkedQueue<>();

    // Held over the I/O of a group; see the package's page.
    private final ReentrantLock turn = new ReentrantLock();
    // Guarded by turn: decided, but the markers could not be written yet. Later ones wait behind the first.
    private final Deque<Decided> unpublished = new ArrayDeque<>();

    private record Decided(Request request, LogEntry entry) {}

    public CommitPipeline(
            LogEnvironment environment, Ledger ledger, CommitLog commitLog, boolean syncs, Scheduler scheduler) {
        this.disk = environment.disk();
        this.reserve = environment.reserve();
        this.health = environment.health();
        this.clock = environment.clock();
        this.ledger = ledger;
        this.commitLog = commitLog;
        this.syncs = syncs;
        this.scheduler = scheduler;
    }

    boolean syncs() {
        return syncs;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Lines a request up; {@link #process()} must follow. */
    void add(Request request) {
        waiting.add(request);
    }

    /** Lines transactions up; {@link #process()} must follow. */
    void announce(List<TransactionCommit> commits) {
        ledger.lock().lock();
        try {
            commits.forEach(TransactionCommit::announce);
        } finally {
            ledger.lock().unlock();
        }
        waiting.addAll(commits);
    }

    /** Decides all that waits. Whoever else is doing that is waited for, so that on return it has been done. */
    public void process() {
        turn.lock();
        try {
            publishDecided();
            List<Request> group = drain();
            while (!group.isEmpty()) {
                process(group);
                group = drain();
            }
        } finally {
            turn.unlock();
        }
    }

    private List<Request> drain() {
        List<Request> group = new ArrayList<>();
        for (Request next = waiting.poll(); next != null; next = waiting.poll()) {
            group.add(next);
        }
        return group;
    }

    private void process(List<Request> group) {
        if (health.hasFailed()) {
            for (Request request : group) {
                try {
                    health.requireWritable();
                } catch (BrokerUnavailableException e) {
                    request.failed(e);
                }
            }
            return;
        }
        if (syncs && !syncDependencies(group)) {
            return;
        }
        List<Decided> decided = decide(group);
        if (writeDecisions(decided)) {
            noteDecided(decided);
            unpublished.addAll(decided);
            publishDecided();
        }
    }

    private void noteDecided(List<Decided> decided) {
        ledger.lock().lock();
        try {
            decided.forEach(each -> ledger.decided(numberOf(each.entry())));
        } finally {
            ledger.lock().unlock();
        }
    }

    private boolean syncDependencies(List<Request> group) {
        Set<PartitionLog> logs = new LinkedHashSet<>();
        group.forEach(request -> logs.addAll(request.dependencies()));
        long before = clock.monotonicNanos();
        try {
            sync(logs);
        } catch (IOException e) {
            BrokerUnavailableException reason = health.fail("A log could not be synced", e);
            group.forEach(request -> request.unknown(reason));
            return false;
        }
        warnIfSlow(clock.monotonicNanos() - before);
        return true;
    }

    /** Makes all that is in the logs durable, side by side. */
    void sync(Collection<PartitionLog> logs) throws IOException {
        List<Disk.IoWork> works = new ArrayList<>(logs.size());
        logs.forEach(log -> works.add(log::sync));
        disk.together(works);
    }

    private static void warnIfSlow(long nanos) {
        if (nanos > SLOW_SYNC_NANOS) {
            LOG.warn("A sync took {} ms; commits wait for it", TimeUnit.NANOSECONDS.toMillis(nanos));
        }
    }

    private List<Decided> decide(List<Request> group) {
        List<Decided> decided = new ArrayList<>();
        List<Request> refused = new ArrayList<>();
        List<RuntimeException> reasons = new ArrayList<>();
        ledger.lock().lock();
        try {
            for (Request request : group) {
                try {
                    LogEntry entry = request.decide(ledger);
                    commitLog.append(entry);
                    decided.add(new Decided(request, entry));
                } catch (RuntimeException e) {
                    refused.add(request);
                    reasons.add(e);
                }
            }
            commitLog.seal();
        } finally {
            ledger.lock().unlock();
        }
        for (int i = 0; i < refused.size(); i++) {
            refused.get(i).failed(reasons.get(i));
        }
        return decided;
    }

    private boolean writeDecisions(List<Decided> decided) {
        try {
            commitLog.write();
        } catch (CommitLog.PartialWriteException e) {
            reserve.writeFailed(e);
            BrokerUnavailableException reason = health.fail("The commit log could not be written", e);
            decided.forEach(each -> each.request().unknown(reason));
            return false;
        } catch (IOException e) {
            reserve.writeFailed(e);
            failDecided(decided, e);
            return false;
        }
        if (!syncs) {
            return true;
        }
        try {
            commitLog.sync();
            return true;
        } catch (IOException e) {
            BrokerUnavailableException reason =
                    health.fail("The commit log " + commitLog.path() + " could not be synced", e);
            decided.forEach(each -> each.request().unknown(reason));
            return false;
        }
    }

    private void failDecided(List<Decided> decided, IOException cause) {
        long lowest = Long.MAX_VALUE;
        for (Decided each : decided) {
            long number = numberOf(each.entry());
            lowest = number > 0 ? Math.min(lowest, number) : lowest;
        }
        if (lowest != Long.MAX_VALUE) {
            ledger.lock().lock();
            try {
                ledger.returnCommitNumbers(lowest - 1);
            } finally {
                ledger.lock().unlock();
            }
        }
        BrokerUnavailableException reason = new BrokerUnavailableException(
                "The commit log " + commitLog.path() + " could not be written (" + cause.getMessage()
                        + "). Nothing was committed, all earlier data is safe. Free space on the disk, or mend its permissions, and"
                        + " try again.",
                cause);
        decided.forEach(each -> each.request().failed(reason));
    }

    private static long numberOf(LogEntry entry) {
        if (entry instanceof LogEntry.Decision decision) {
            return decision.commitNumber();
        }
        return entry instanceof LogEntry.OffsetsCommitted offsets ? offsets.commitNumber() : -1;
    }

    /** Publishes in the order of decisions. */
    private void publishDecided() {
        while (!unpublished.isEmpty()) {
            Decided next = unpublished.peekFirst();
            try {
                next.request().publish(next.entry());
            } catch (BrokerUnavailableException e) {
                if (health.hasFailed()) {
                    // It is decided; the next recovery completes it.
                    unpublished.removeFirst();
                    next.request().unknown(e);
                    continue;
                }
                LOG.warn("A decided commit cannot be published yet; it is tried again in 1 s", e);
                scheduler.at(clock.monotonicNanos() + RETRY_NANOS, this::process);
                return;
            }
            ledger.lock().lock();
            try {
                ledger.apply(next.entry());
            } finally {
                ledger.lock().unlock();
            }
            unpublished.removeFirst();
            next.request().committed(next.entry());
        }
    }

    /**
     * Runs {@code work} between two groups, when everything decided is published.
     *
     * @throws BrokerUnavailableException if something decided cannot be published at the moment
     */
    <T> T between(IoWork<T> work) throws IOException {
        turn.lock();
        try {
            process();
            if (!unpublished.isEmpty()) {
                throw new BrokerUnavailableException(
                        "Commits are decided that cannot be published at the moment, since the storage cannot be written. Nothing is lost; free space on"
                                + " the disk and try again");
            }
            return work.run();
        } finally {
            turn.unlock();
        }
    }

    interface IoWork<T> {
        T run() throws IOException;
    }

    /** Notes an entry that nobody waits for; it is written with the next group. */
    void note(LogEntry entry) {
        ledger.lock().lock();
        try {
            ledger.apply(entry);
            commitLog.append(entry);
        } finally {
            ledger.lock().unlock();
        }
    }

    CommitLog commitLog() {
        return commitLog;
    }
}
