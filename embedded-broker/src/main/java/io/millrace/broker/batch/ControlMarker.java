package io.millrace.broker.batch;

import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The control record that ends a transaction in a partition, in Kafka's form: key {version 0, type 0 abort | 1 commit}, value {version 0,
 * coordinator epoch}. A commit carries its commit number in a header, which Kafka's tools ignore: recovery matches markers with decisions by it.
 *
 * @param commitNumber -1 for an abort
 */
public record ControlMarker(boolean isCommit, long commitNumber) {

    private static final String COMMIT_NUMBER = "csn";
    private static final int TYPE_ABORT = 0;
    private static final int TYPE_COMMIT = 1;

    /** A marker of an aborted transaction. */
    public static ControlMarker abort() {
        return new ControlMarker(false, -1);
    }

    public static ControlMarker commit(long commitNumber) {
        return new ControlMarker(true, commitNumber);
    }

    /** The marker as a batch of its own. */
    public ClosedBatch toBatch(long timestamp, long producerId, short producerEpoch) {
        ByteWriter key = new ByteWriter(4);
        key.int16(0);
        key.int16(isCommit ? TYPE_COMMIT : TYPE_ABORT);
        ByteWriter value = new ByteWriter(6);
        value.int16(0);
        value.int32(0);
        Headers headers = null;
        if (isCommit) {
            ByteWriter number = new ByteWriter(8);
            number.int64(commitNumber);
            headers = new RecordHeaders();
            headers.add(COMMIT_NUMBER, number.array());
        }
        BatchBuilder builder = new BatchBuilder();
        builder.append(timestamp, key.array(), 0, key.size(), value.array(), 0, value.size(), headers);
        return builder.close(new BatchBuilder.Origin(producerId, producerEpoch, BatchFormat.NO_SEQUENCE, true), true);
    }

    /** Reads the marker of a control batch that was found to be whole; null if it is of a type that does not end a transaction. */
    public static @Nullable ControlMarker read(byte[] bytes, int start) {
        ByteReader reader =
                new ByteReader(bytes, start + BatchFormat.HEADER_BYTES, start + BatchFormat.sizeBytes(bytes, start));
        reader.varint();
        reader.int8();
        reader.varlong();
        reader.varint();
        byte[] key = reader.bytes(reader.varint());
        int type = new ByteReader(key, 2, 4).int16();
        reader.bytes(Math.max(0, reader.varint()));
        if (type == TYPE_ABORT) {
            return abort();
        }
        return type == TYPE_COMMIT ? commit(commitNumber(reader)) : null;
    }

    private static long commitNumber(ByteReader reader) {
        int count = reader.varint();
        for (int i = 0; i < count; i++) {
            String key = reader.text();
            byte[] value = reader.bytes(Math.max(0, reader.varint()));
            if (key.equals(COMMIT_NUMBER) && value.length == Long.BYTES) {
                return BatchFormat.getLong(value, 0);
            }
        }
        return -1;
    }
}
