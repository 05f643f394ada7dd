package io.millrace.broker.transaction;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.segment.Compaction;
import io.millrace.broker.segment.CompactionState;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.topic.PartitionId;
import io.millrace.log.LogException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Who still needs tombstones, and what compactions agree on with them. Under the decision lock, so that either a reader holds a tombstone back or it is told that the
 * tombstone may be gone. Safe from any thread.
 */
public final class TombstoneHolds {

    private final CommitPipeline pipeline;
    // Guarded by the decision lock: per partition and holder, the offset before which it has durably read all.
    private final Map<PartitionId, Map<String, Long>> holds = new HashMap<>();

    public TombstoneHolds(CommitPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Holds tombstones from {@code nextOffset} on back, in place of what the holder held before. Returns the offset before which some may be gone. */
    public long hold(PartitionId partition, String holder, long nextOffset) {
        Ledger ledger = pipeline.ledger();
        ledger.lock().lock();
        try {
            holds.computeIfAbsent(partition, id -> new HashMap<>()).put(holder, nextOffset);
            return ledger.compaction(partition).droppedUpTo();
        } finally {
            ledger.lock().unlock();
        }
    }

    public void release(PartitionId partition, String holder) {
        Ledger ledger = pipeline.ledger();
        ledger.lock().lock();
        try {
            Map<String, Long> ofPartition = holds.get(partition);
            if (ofPartition != null && ofPartition.remove(holder) != null && ofPartition.isEmpty()) {
                holds.remove(partition);
            }
        } finally {
            ledger.lock().unlock();
        }
    }

    private long readBefore(PartitionId partition) {
        Ledger ledger = pipeline.ledger();
        ledger.lock().lock();
        try {
            return holds.getOrDefault(partition, Map.of()).values().stream()
                    .mapToLong(Long::longValue)
                    .min()
                    .orElse(Long.MAX_VALUE);
        } finally {
            ledger.lock().unlock();
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
                log.compacted(state);
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
        log.compacted(state);
        return true;
    }

    private static final class HeldBackException extends LogException {

        private static final long serialVersionUID = 1L;

        HeldBackException() {
            super("A reader that has come since needs tombstones that would go");
        }
    }
}
