package io.millrace.broker.segment;

import io.millrace.broker.batch.ByteReader;
import io.millrace.broker.batch.ByteWriter;

/**
 * What a partition knows of one producer: its epoch, its last five batches, and where its open transaction began. Confined to the
 * partition's writer.
 */
final class ProducerState {

    static final long NONE = -1;
    private static final int REMEMBERED = 5;

    short epoch;
    /** First offset of the open transaction; {@link #NONE} if there is none. */
    long openSince = NONE;

    // The newest is at index count - 1.
    private int count;
    private final int[] firstSequences = new int[REMEMBERED];
    private final int[] lastSequences = new int[REMEMBERED];
    private final long[] lastOffsets = new long[REMEMBERED];

    ProducerState(short epoch) {
        this.epoch = epoch;
    }

    boolean hasBatches() {
        return count > 0;
    }

    int lastSequence() {
        return lastSequences[count - 1];
    }

    long lastOffset() {
        return lastOffsets[count - 1];
    }

    /** Last offset of the batch with these sequence numbers if it is a remembered one, else {@link #NONE}. */
    long offsetOfDuplicate(int firstSequence, int lastSequence) {
        for (int i = count - 1; i >= 0; i--) {
            if (firstSequences[i] == firstSequence && lastSequences[i] == lastSequence) {
                return lastOffsets[i];
            }
        }
        return NONE;
    }

    void startEpoch(short newEpoch) {
        if (newEpoch != epoch) {
            epoch = newEpoch;
            count = 0;
        }
    }

    void remember(int firstSequence, int lastSequence, long lastOffset) {
        if (count == REMEMBERED) {
            System.arraycopy(firstSequences, 1, firstSequences, 0, REMEMBERED - 1);
            System.arraycopy(lastSequences, 1, lastSequences, 0, REMEMBERED - 1);
            System.arraycopy(lastOffsets, 1, lastOffsets, 0, REMEMBERED - 1);
            count--;
        }
        firstSequences[count] = firstSequence;
        lastSequences[count] = lastSequence;
        lastOffsets[count] = lastOffset;
        count++;
    }

    void writeTo(ByteWriter out) {
        out.int16(epoch);
        out.varlong(openSince);
        out.varint(count);
        for (int i = 0; i < count; i++) {
            out.varint(firstSequences[i]);
            out.varint(lastSequences[i]);
            out.varlong(lastOffsets[i]);
        }
    }

    static ProducerState readFrom(ByteReader in) {
        ProducerState state = new ProducerState(in.int16());
        state.openSince = in.varlong();
        int count = in.varint();
        for (int i = 0; i < count; i++) {
            state.remember(in.varint(), in.varint(), in.varlong());
        }
        return state;
    }
}
