package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.batch.ByteReader;
import io.millrace.broker.batch.ByteWriter;
import io.millrace.broker.batch.ControlMarker;
import io.millrace.log.FencedException;
import io.millrace.log.LogException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything a partition derives from its batches: producers, open transactions, aborted ones. The same code follows live appends and the
 * scan of a recovery. Confined to the partition's writer.
 */
final class ProducerStates {

    static final long NOT_A_DUPLICATE = -1;

    private final Map<Long, ProducerState> producers = new HashMap<>();
    // First offset of each open transaction, and its producer.
    private final TreeMap<Long, Long> openTransactions = new TreeMap<>();
    private AbortedIndex aborted = AbortedIndex.EMPTY;

    AbortedIndex aborted() {
        return aborted;
    }

    /** First offset that belongs to a transaction without an end, or {@code endOffset}. */
    long lastStableOffset(long endOffset) {
        return openTransactions.isEmpty() ? endOffset : openTransactions.firstKey();
    }

    /** First offset of the producer's open transaction, or {@link ProducerState#NONE}. */
    long openSince(long producerId) {
        ProducerState state = producers.get(producerId);
        return state == null ? ProducerState.NONE : state.openSince;
    }

    /** Transactions that have no marker yet, in order of their first offsets. */
    List<OpenTransaction> openTransactions() {
        List<OpenTransaction> open = new ArrayList<>();
        openTransactions.forEach(
                (first, producerId) -> open.add(new OpenTransaction(producerId, epochOf(producerId), first)));
        return open;
    }

    private short epochOf(long producerId) {
        ProducerState state = producers.get(producerId);
        return state == null ? 0 : state.epoch;
    }

    /**
     * Checks that a batch is its producer's next one.
     *
     * @return the last offset of the same batch if it was appended before, else {@link #NOT_A_DUPLICATE}
     */
    long check(byte[] bytes, int start, String log) {
        long producerId = BatchFormat.producerId(bytes, start);
        int sequence = BatchFormat.baseSequence(bytes, start);
        if (producerId < 0 || sequence == BatchFormat.NO_SEQUENCE) {
            return NOT_A_DUPLICATE;
        }
        ProducerState state = producers.get(producerId);
        if (state == null) {
            // After one that was forgotten nobody could tell whether the batch is there already.
            requireSequence(sequence, 0, producerId, log);
            return NOT_A_DUPLICATE;
        }
        short epoch = BatchFormat.producerEpoch(bytes, start);
        if (epoch < state.epoch) {
            throw new FencedException("Producer " + producerId + " with epoch " + epoch + " may not append to " + log
                    + ": a successor with epoch " + state.epoch + " has taken over");
        }
        if (epoch == state.epoch && state.hasBatches()) {
            int last = lastSequence(sequence, BatchFormat.offsetCount(bytes, start));
            long duplicate = state.offsetOfDuplicate(sequence, last);
            if (duplicate != ProducerState.NONE) {
                return duplicate;
            }
            requireSequence(sequence, next(state.lastSequence()), producerId, log);
        } else if (epoch > state.epoch) {
            requireSequence(sequence, 0, producerId, log);
        }
        return NOT_A_DUPLICATE;
    }

    private static void requireSequence(int actual, int expected, long producerId, String log) {
        if (actual != expected) {
            throw new LogException("Producer " + producerId + " appends sequence number " + actual + " to " + log
                    + ", expected " + expected
                    + ": batches in between are missing. Nothing was appended; abort and start again.");
        }
    }

    /** Sequence numbers go round after the largest int. */
    static int lastSequence(int first, int count) {
        return (int) (((long) first + count - 1) & Integer.MAX_VALUE);
    }

    static int next(int sequence) {
        return (sequence + 1) & Integer.MAX_VALUE;
    }

    /** Takes note of a batch that is in the log, data or marker. */
    void appended(byte[] bytes, int start) {
        long producerId = BatchFormat.producerId(bytes, start);
        if (producerId < 0) {
            return;
        }
        short epoch = BatchFormat.producerEpoch(bytes, start);
        ProducerState state = producers.get(producerId);
        if (state == null) {
            state = new ProducerState(epoch);
            producers.put(producerId, state);
        }
        state.startEpoch(epoch);
        long base = BatchFormat.baseOffset(bytes, start);
        if (BatchFormat.isControl(bytes, start)) {
            ControlMarker marker = ControlMarker.read(bytes, start);
            if (marker != null) {
                end(producerId, state, marker.isCommit(), base);
            }
            return;
        }
        int sequence = BatchFormat.baseSequence(bytes, start);
        if (sequence != BatchFormat.NO_SEQUENCE) {
            int last = lastSequence(sequence, BatchFormat.offsetCount(bytes, start));
            state.remember(sequence, last, BatchFormat.lastOffset(bytes, start));
        }
        if (BatchFormat.isTransactional(bytes, start) && state.openSince == ProducerState.NONE) {
            state.openSince = base;
            openTransactions.put(base, producerId);
        }
    }

    private void end(long producerId, ProducerState state, boolean isCommit, long markerOffset) {
        if (state.openSince == ProducerState.NONE) {
            return;
        }
        openTransactions.remove(state.openSince);
        if (!isCommit) {
            aborted = aborted.with(new AbortedIndex.Range(producerId, state.openSince, markerOffset));
        }
        state.openSince = ProducerState.NONE;
    }

    /** Producers that have appended, with their epochs. */
    Map<Long, Short> epochs() {
        Map<Long, Short> epochs = new TreeMap<>();
        producers.forEach((producerId, state) -> epochs.put(producerId, state.epoch));
        return epochs;
    }

    /** Forgets a producer that will not come back, unless it has a transaction open. */
    void forget(long producerId) {
        ProducerState state = producers.get(producerId);
        if (state != null && state.openSince == ProducerState.NONE) {
            producers.remove(producerId);
        }
    }

    void deletedBefore(long startOffset) {
        aborted = aborted.from(startOffset);
    }

    /** Forgets aborted transactions of which nothing is in the log any more. */
    void forgetAborted(Set<Long> markerOffsets) {
        aborted = aborted.without(markerOffsets);
    }

    /** Offset of the last record of each producer that has appended data. */
    Map<Long, Long> lastOffsets() {
        Map<Long, Long> offsets = new HashMap<>();
        producers.forEach((producerId, state) -> {
            if (state.hasBatches()) {
                offsets.put(producerId, state.lastOffset());
            }
        });
        return offsets;
    }

    void writeTo(ByteWriter out) {
        out.varint(producers.size());
        for (Map.Entry<Long, ProducerState> entry : new TreeMap<>(producers).entrySet()) {
            out.varlong(entry.getKey());
            entry.getValue().writeTo(out);
        }
        List<AbortedIndex.Range> ranges = aborted.ranges();
        out.varint(ranges.size());
        for (AbortedIndex.Range range : ranges) {
            out.varlong(range.producerId());
            out.varlong(range.firstOffset());
            out.varlong(range.markerOffset());
        }
    }

    static ProducerStates readFrom(@Nullable ByteReader in) {
        ProducerStates states = new ProducerStates();
        if (in == null) {
            return states;
        }
        int count = in.varint();
        for (int i = 0; i < count; i++) {
            long producerId = in.varlong();
            ProducerState state = ProducerState.readFrom(in);
            states.producers.put(producerId, state);
            if (state.openSince != ProducerState.NONE) {
                states.openTransactions.put(state.openSince, producerId);
            }
        }
        List<AbortedIndex.Range> ranges = new ArrayList<>();
        int rangeCount = in.varint();
        for (int i = 0; i < rangeCount; i++) {
            ranges.add(new AbortedIndex.Range(in.varlong(), in.varlong(), in.varlong()));
        }
        states.aborted = AbortedIndex.of(ranges);
        return states;
    }
}
