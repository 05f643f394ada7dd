package io.millrace.broker.batch;

import io.millrace.log.RecordBatch;
import io.millrace.record.Headers;
import io.millrace.record.TimestampType;
import io.millrace.record.TopicPartition;

/** A cursor over nothing that moves the reader past markers and aborted records. Immutable. */
public record SkippedBatch(TopicPartition partition, long nextOffset) implements RecordBatch {

    private static final byte[] NOTHING = {};

    @Override
    public boolean next() {
        return false;
    }

    @Override
    public int remaining() {
        return 0;
    }

    @Override
    public int sizeBytes() {
        return 0;
    }

    private static IllegalStateException noRecord() {
        return new IllegalStateException("The cursor is not at a record: next() did not return true");
    }

    @Override
    public long offset() {
        throw noRecord();
    }

    @Override
    public long timestamp() {
        throw noRecord();
    }

    @Override
    public TimestampType timestampType() {
        throw noRecord();
    }

    @Override
    public byte[] keyArray() {
        return NOTHING;
    }

    @Override
    public int keyOffset() {
        throw noRecord();
    }

    @Override
    public int keyLength() {
        throw noRecord();
    }

    @Override
    public byte[] valueArray() {
        return NOTHING;
    }

    @Override
    public int valueOffset() {
        throw noRecord();
    }

    @Override
    public int valueLength() {
        throw noRecord();
    }

    @Override
    public boolean hasHeaders() {
        throw noRecord();
    }

    @Override
    public Headers headers() {
        throw noRecord();
    }
}
