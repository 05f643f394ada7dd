package io.millrace.broker.transaction;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.segment.Compaction;
import io.millrace.broker.segment.CompactionState;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.topic.PartitionId;
import io.millrace.log.LogException;
import io.millrace.log.TombstoneHold;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Who still needs tombstones, and what compactions agree on with them. Under the decision lock, so that either a reader holds a tombstone back or it is told that the
 * tombstone may be gone. Safe from any thread.
 */
public final class TombstoneHolds {

    private final CommitPipeline pipeline;
    // Guarded by the decision lock.
    private final Map<PartitionId, Set<Hold>> holds = new HashMap<>();

    private final class Hold implements TombstoneHold {

        private final PartitionId partition;
        private final long droppedBefore;
        // Guarded by the decision lock.
        private long nextOffset;

        Hold(PartitionId partition, long nextOffset, long droppedBefore) {
            this.partition = partition;
            this.nextOffset = nextOffset;
            this.droppedBefore = droppedBefore;
        }

        @Override
        public long droppedBefore() {
            return droppedBefore;
        }

        @Override
        public void advance(long newNextOffset) {
            underLock(() -> nextOffset = newNextOffset);
        }

        @Override
        public void close() {
            underLock(() -> {
                Set<Hold> ofPartition = holds.get(partition);
                if (ofPartition != null && ofPartition.remove(this) && ofPartition.isEmpty()) {
                    holds.remove(partition);
                }
                return 0L;
            });
        }
    }

    public TombstoneHolds(CommitPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Holds tombstones from {@code nextOffset} on back. */
    public TombstoneHold hold(PartitionId partition, long nextOffset) {
        Ledger ledger = pipeline.ledger();
        ledger.lock().lock();
        try {
            Hold hold =
                    new Hold(partition, nextOffset, ledger.compaction(partition).droppedUpTo());
            holds.computeIfAbsent(partition, id -> new HashSet<>()).add(hold);
            return hold;
        } finally {
            ledger.lock().unlock();
        }
    }

    private long readBefore(PartitionId partition) {
        return underLock(() -> holds.getOrDefault(partition, Set.of()).stream()
                .mapToLong(hold -> hold.nextOffset)
                .min()
                .orElse(Long.MAX_VALUE));
    }

    private long underLock(LongSupplier work) {
        ReentrantLock lock = pipeline.ledger().lock();
        lock.lock();
        try {
            return work.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /** For a compaction of a partition. */
    public Compaction.Notes notes(PartitionId partition, PartitionLog log) {
        return new Compaction.Notes() {
            @Override
            public long readBefore() {
                return TombstoneHolds.this.readBefore(partition);
            }

            @Override
            public boolean willReplace(CompactionState state) throws IOException {
                return noteReplacement(partition, log, state);
            }

            @Override
            public void cleaned(CompactionState state) {
                pipeline.note(new LogEntry.Compacted(partition, state));
                log.compaction().note(state);
            }
        };
    }

    /** Synced always, since files go next. */
    private boolean noteReplacement(PartitionId partition, PartitionLog log, CompactionState state) throws IOException {
        SimpleRequest request = new SimpleRequest() {
            @Override
            public LogEntry decide(Ledger ledger) {
                if (state.droppedUpTo() > ledger.compaction(partition).droppedUpTo()
                        && readBefore(partition) < state.droppedUpTo()) {
                    throw new HeldBackException();
                }
                LogEntry entry = new LogEntry.Compacted(partition, state);
                // At once: whoever comes from now on has to be told.
                ledger.apply(entry);
                return entry;
            }
        };
        pipeline.add(request);
        pipeline.process();
        try {
            request.requireEntry();
        } catch (HeldBackException e) {
            return false;
        }
        pipeline.between(() -> {
            pipeline.commitLog().sync();
            return partition;
        });
        log.compaction().note(state);
        return true;
    }

    private static final class HeldBackException extends LogException {

        private static final long serialVersionUID = 1L;

        HeldBackException() {
            super("A reader that has come since needs tombstones that would go");
        }
    }
}
