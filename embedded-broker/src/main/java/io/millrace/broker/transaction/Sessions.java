package io.millrace.broker.transaction;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.segment.StorageHealth;
import io.millrace.broker.topic.TopicRegistry;
import io.millrace.log.ProducerOptions;
import io.millrace.time.Clock;
import io.millrace.time.Scheduler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Hands out producer ids and epochs, and knows the present owner of each transactional id. Safe from any thread. */
public final class Sessions {

    private static final int IDS_AT_ONCE = 1000;

    private final CommitPipeline pipeline;
    private final TopicRegistry topics;
    private final StorageHealth health;
    private final Clock clock;
    private final Scheduler scheduler;
    private final short epochMax;

    private final ReentrantLock handingOut = new ReentrantLock();
    // All guarded by handingOut.
    private final Map<String, ProducerSession> owners = new HashMap<>();
    private long nextId;
    private long reservedEnd;

    public Sessions(
            CommitPipeline pipeline, TopicRegistry topics, StorageHealth health, Clock clock, Scheduler scheduler) {
        this(pipeline, topics, health, clock, scheduler, Short.MAX_VALUE);
    }

    /** @param epochMax an id whose epoch has reached it is followed by a new id; small in tests */
    Sessions(
            CommitPipeline pipeline,
            TopicRegistry topics,
            StorageHealth health,
            Clock clock,
            Scheduler scheduler,
            short epochMax) {
        this.pipeline = pipeline;
        this.topics = topics;
        this.health = health;
        this.clock = clock;
        this.scheduler = scheduler;
        this.epochMax = epochMax;
    }

    ProducerSession open(ProducerOptions options) {
        handingOut.lock();
        try {
            String transactionalId = options.transactionalId().orElse(null);
            if (transactionalId == null) {
                return session(nextId(), (short) 0, null, options);
            }
            Grant grant = new Grant(transactionalId);
            pipeline.add(grant);
            pipeline.process();
            LogEntry.ProducerEpochGranted granted = grant.requireGranted();
            ProducerSession old = owners.get(transactionalId);
            if (old != null) {
                old.fence();
                // A commit of the old owner that waits is refused here, one that was decided is finished.
                pipeline.process();
                old.requireEnded();
            }
            ProducerSession session = session(granted.producerId(), granted.epoch(), transactionalId, options);
            owners.put(transactionalId, session);
            return session;
        } finally {
            handingOut.unlock();
        }
    }

    private ProducerSession session(
            long producerId, short epoch, @Nullable String transactionalId, ProducerOptions options) {
        return new ProducerSession(
                producerId, epoch, transactionalId, options.transactionTimeoutMs(), topics, health, clock, scheduler);
    }

    private long nextId() {
        if (nextId == reservedEnd) {
            Reservation reservation = new Reservation();
            pipeline.add(reservation);
            pipeline.process();
            reservedEnd = reservation.requireEnd();
            nextId = reservedEnd - IDS_AT_ONCE;
        }
        return nextId++;
    }

    /** A block of producer ids. */
    private static final class Reservation extends SimpleRequest {

        @Override
        public LogEntry decide(Ledger ledger) {
            return new LogEntry.ProducerIdsReserved(ledger.nextProducerId() + IDS_AT_ONCE);
        }

        long requireEnd() {
            return ((LogEntry.ProducerIdsReserved) requireEntry()).next();
        }
    }

    /** A new epoch of a transactional id. */
    private final class Grant extends SimpleRequest {

        private final String transactionalId;

        Grant(String transactionalId) {
            this.transactionalId = transactionalId;
        }

        @Override
        public List<PartitionLog> dependencies() {
            return List.of();
        }

        @Override
        public LogEntry decide(Ledger ledger) {
            LogEntry.ProducerEpochGranted last = ledger.owner(transactionalId);
            if (last == null || last.epoch() >= epochMax) {
                // Ids that are reserved but not given out are skipped, so both ways of handing out stay apart.
                return new LogEntry.ProducerEpochGranted(transactionalId, ledger.nextProducerId(), (short) 0);
            }
            return new LogEntry.ProducerEpochGranted(transactionalId, last.producerId(), (short) (last.epoch() + 1));
        }

        LogEntry.ProducerEpochGranted requireGranted() {
            return (LogEntry.ProducerEpochGranted) requireEntry();
        }
    }
}
