package io.millrace.broker.segment;

import io.millrace.broker.batch.ByteReader;
import io.millrace.broker.batch.ByteWriter;

/**
 * A recovery point: everything below it is durable and needs no second look. Immutable.
 *
 * @param startOffset first offset that can be read
 * @param recoveryOffset the point: offset of the first batch that has to be checked
 * @param segmentBaseOffset the segment that holds it
 * @param position its position in that segment
 * @param maxTimestamp largest timestamp in that segment before it; -1 if none
 * @param maxTimestampOffset last offset of the batch with that timestamp
 * @param producers producers and transactions at that point, encoded
 */
public record PartitionState(
        long startOffset,
        long recoveryOffset,
        long segmentBaseOffset,
        long position,
        long maxTimestamp,
        long maxTimestampOffset,
        byte[] producers) {

    /** Of a partition that has no data. */
    public static final PartitionState EMPTY = new PartitionState(0, 0, 0, 0, -1, 0, new byte[0]);

    public void writeTo(ByteWriter out) {
        out.varlong(startOffset);
        out.varlong(recoveryOffset);
        out.varlong(segmentBaseOffset);
        out.varlong(position);
        out.varlong(maxTimestamp);
        out.varlong(maxTimestampOffset);
        out.varint(producers.length);
        out.bytes(producers);
    }

    public static PartitionState readFrom(ByteReader in) {
        return new PartitionState(
                in.varlong(),
                in.varlong(),
                in.varlong(),
                in.varlong(),
                in.varlong(),
                in.varlong(),
                in.bytes(in.varint()));
    }

    ProducerStates decodeProducers() {
        return ProducerStates.readFrom(producers.length == 0 ? null : new ByteReader(producers, 0, producers.length));
    }
}
