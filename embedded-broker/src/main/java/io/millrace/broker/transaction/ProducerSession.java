package io.millrace.broker.transaction;

import io.millrace.broker.batch.ClosedBatch;
import io.millrace.broker.batch.ControlMarker;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.segment.StorageHealth;
import io.millrace.broker.topic.TopicRegistry;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.FencedException;
import io.millrace.log.TransactionExpiredException;
import io.millrace.time.Clock;
import io.millrace.time.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One owner of a producer id at one epoch, and its open transaction. Safe from any thread: its owner, a successor, the timer and the
 * pipeline meet here.
 *
 * <pre>
 * IDLE        -> OPEN (begin), FENCED
 * OPEN        -> COMMITTING, IDLE (abort), EXPIRED (timer), FENCED
 * COMMITTING  -> IDLE (committed or failed), FENCED
 * EXPIRED     -> IDLE (the owner aborts), FENCED
 * FENCED      a successor has taken over, or the owner has closed it
 * </pre>
 */
final class ProducerSession {

    private static final Logger LOG = LoggerFactory.getLogger(ProducerSession.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    enum State {
        IDLE,
        OPEN,
        COMMITTING,
        EXPIRED,
        FENCED
    }

    final long producerId;
    final short epoch;
    final @Nullable String transactionalId;
    private final long timeoutNanos;
    private final TopicRegistry topics;
    private final StorageHealth health;
    private final Clock clock;
    private final Scheduler scheduler;

    private final ReentrantLock lock = new ReentrantLock();
    // Written under the lock; the owner reads the state without it before each append.
    private volatile State state = State.IDLE;
    private volatile boolean isTaken;

    // Guarded by the lock.
    private long transactionNumber;
    private long beganNanos;
    private boolean isWatched;
    private final Map<PartitionLog, Long> touchedEnds = new LinkedHashMap<>();
    private final List<PartitionLog> abortsDue = new ArrayList<>();

    ProducerSession(
            long producerId,
            short epoch,
            @Nullable String transactionalId,
            long timeoutMs,
            TopicRegistry topics,
            StorageHealth health,
            Clock clock,
            Scheduler scheduler) {
        this.producerId = producerId;
        this.epoch = epoch;
        this.transactionalId = transactionalId;
        timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        this.topics = topics;
        this.health = health;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    State state() {
        return state;
    }

    /** Whether a successor has begun to take over: nothing may be decided any more. */
    boolean isTaken() {
        return isTaken;
    }

    long wallMs() {
        return clock.wallMs();
    }

    long transactionNumber() {
        return transactionNumber;
    }

    /** The error of an owner that does something in a state that does not allow it. */
    RuntimeException refusal(String what) {
        return switch (state) {
            case FENCED -> fenced();
            case EXPIRED ->
                new TransactionExpiredException(
                        name() + " cannot " + what + ": its transaction was open for longer than "
                                + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
                                + " ms and was aborted. Abort, and do its work again.");
            case IDLE -> new IllegalStateException(name() + " cannot " + what + ": no transaction has been begun");
            case OPEN -> new IllegalStateException(name() + " cannot " + what + ": a transaction is open");
            case COMMITTING ->
                new IllegalStateException(name() + " cannot " + what + " while its commit is on its way");
        };
    }

    FencedException fenced() {
        return new FencedException(
                name() + " with epoch " + epoch
                        + " was replaced by a newer producer of the same id, or closed. Nothing of its open transaction is visible.");
    }

    private String name() {
        return transactionalId == null ? "Producer " + producerId : "Producer '" + transactionalId + "'";
    }

    void begin() {
        lock.lock();
        try {
            if (state != State.IDLE) {
                throw refusal("begin a transaction");
            }
            writeAborts();
            state = State.OPEN;
            transactionNumber++;
            beganNanos = clock.monotonicNanos();
            if (!isWatched) {
                isWatched = true;
                watch();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Appends a batch of the owner. */
    long append(PartitionLog log, ClosedBatch batch) {
        lock.lock();
        try {
            if (transactionalId == null) {
                if (state == State.FENCED) {
                    throw fenced();
                }
                return log.append(batch);
            }
            if (state != State.OPEN) {
                throw refusal("append");
            }
            long last = log.append(batch);
            touchedEnds.put(log, last + 1);
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** What the open transaction wrote. From now on only {@link #commitEnded} or {@link #commitUnknown} changes it. */
    List<PartitionLog> startCommit() {
        lock.lock();
        try {
            if (state != State.OPEN) {
                throw refusal("commit");
            }
            state = State.COMMITTING;
            return List.copyOf(touchedEnds.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** Ends of what the transaction that is being committed wrote. */
    List<LogEntry.PartitionEnd> touchedEnds() {
        List<LogEntry.PartitionEnd> ends = new ArrayList<>();
        touchedEnds.forEach((log, end) -> ends.add(new LogEntry.PartitionEnd(topics.requireId(log.partition()), end)));
        return ends;
    }

    void commitEnded(boolean isCommitted) {
        lock.lock();
        try {
            if (!isCommitted) {
                abortsDue.addAll(touchedEnds.keySet());
            }
            touchedEnds.clear();
            state = isTaken ? State.FENCED : State.IDLE;
            tryWriteAborts();
        } finally {
            lock.unlock();
        }
    }

    /** The storage has failed: nothing can be written, and only a recovery knows whether the transaction is committed. */
    void commitUnknown() {
        lock.lock();
        try {
            touchedEnds.clear();
            state = State.FENCED;
        } finally {
            lock.unlock();
        }
    }

    /** The owner drops its transaction; nothing if none is open. */
    void abort() {
        lock.lock();
        try {
            switch (state) {
                case IDLE -> tryWriteAborts();
                case OPEN, EXPIRED -> {
                    state = State.IDLE;
                    dropTouched();
                }
                case COMMITTING -> throw refusal("abort");
                case FENCED -> throw fenced();
            }
        } finally {
            lock.unlock();
        }
    }

    private void dropTouched() {
        abortsDue.addAll(touchedEnds.keySet());
        touchedEnds.clear();
        tryWriteAborts();
    }

    /** A successor, or the owner's close: nothing is appended or decided from now on, but a decision that was made stands. */
    void fence() {
        lock.lock();
        try {
            isTaken = true;
            if (state != State.COMMITTING) {
                state = State.FENCED;
                dropTouched();
            }
        } finally {
            lock.unlock();
        }
    }

    /** @throws BrokerUnavailableException if something of the transaction is still open */
    void requireEnded() {
        lock.lock();
        try {
            writeAborts();
            if (state == State.COMMITTING) {
                throw new BrokerUnavailableException("The last commit of " + name()
                        + " is decided, but cannot be published at the moment; try again");
            }
        } finally {
            lock.unlock();
        }
    }

    private void tryWriteAborts() {
        try {
            writeAborts();
        } catch (BrokerUnavailableException e) {
            // The outcome is certain, only readers have to wait; so the caller is not bothered.
            if (health.hasFailed()) {
                // The next recovery aborts what is open.
                return;
            }
            LOG.warn("{}: an abort marker could not be written; it is tried again in 1 s", name(), e);
            scheduler.at(clock.monotonicNanos() + RETRY_NANOS, this::retryAborts);
        }
    }

    private void retryAborts() {
        lock.lock();
        try {
            tryWriteAborts();
        } finally {
            lock.unlock();
        }
    }

    private void writeAborts() {
        while (!abortsDue.isEmpty()) {
            int last = abortsDue.size() - 1;
            abortsDue.get(last).appendMarker(ControlMarker.abort(), producerId, epoch, clock.wallMs());
            abortsDue.remove(last);
        }
    }

    private void watch() {
        scheduler.at(beganNanos + timeoutNanos, this::expireIfOld);
    }

    private void expireIfOld() {
        lock.lock();
        try {
            isWatched = false;
            if (state != State.OPEN) {
                return;
            }
            long ageNanos = clock.monotonicNanos() - beganNanos;
            if (ageNanos < timeoutNanos) {
                isWatched = true;
                watch();
                return;
            }
            LOG.warn(
                    "{} (producer id {}): its transaction was open for {} ms and is aborted; it wrote to {}",
                    name(),
                    producerId,
                    TimeUnit.NANOSECONDS.toMillis(ageNanos),
                    touchedEnds.keySet().stream().map(PartitionLog::partition).toList());
            state = State.EXPIRED;
            dropTouched();
        } finally {
            lock.unlock();
        }
    }
}
