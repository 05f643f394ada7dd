package io.millrace.test.log;

import io.millrace.log.RecordBatch;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.record.TimestampType;
import io.millrace.record.TopicPartition;
import java.util.List;

/** Records of one partition, as they are read. Confined to its reader. */
public final class HeapBatch implements RecordBatch {

    private static final byte[] NOTHING = {};

    private final TopicPartition partition;
    private final List<HeapRecord> records;
    private final HeapRecord last;
    private HeapRecord current;
    private int passed;

    /** A batch; {@code records} are at least one, of one partition, in order. */
    public HeapBatch(List<HeapRecord> records) {
        this.records = records;
        this.current = records.get(0);
        this.last = records.get(records.size() - 1);
        this.partition = current.partition();
    }

    @Override
    public TopicPartition partition() {
        return partition;
    }

    @Override
    public boolean next() {
        if (passed == records.size()) {
            return false;
        }
        current = records.get(passed++);
        return true;
    }

    @Override
    public int remaining() {
        return records.size() - passed;
    }

    @Override
    public long offset() {
        return current.offset();
    }

    @Override
    public long timestamp() {
        return current.timestampMs();
    }

    @Override
    public TimestampType timestampType() {
        return TimestampType.CREATE_TIME;
    }

    @Override
    public byte[] keyArray() {
        byte[] key = current.key();
        return key == null ? NOTHING : key;
    }

    @Override
    public int keyOffset() {
        return 0;
    }

    @Override
    public int keyLength() {
        byte[] key = current.key();
        return key == null ? -1 : key.length;
    }

    @Override
    public byte[] valueArray() {
        byte[] value = current.value();
        return value == null ? NOTHING : value;
    }

    @Override
    public int valueOffset() {
        return 0;
    }

    @Override
    public int valueLength() {
        byte[] value = current.value();
        return value == null ? -1 : value.length;
    }

    @Override
    public boolean hasHeaders() {
        return current.headers() != null;
    }

    @Override
    public Headers headers() {
        return new RecordHeaders(current.headers());
    }

    @Override
    public long nextOffset() {
        return last.offset() + 1;
    }

    @Override
    public int sizeBytes() {
        int size = 0;
        for (HeapRecord record : records) {
            byte[] key = record.key();
            byte[] value = record.value();
            size += (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
        }
        return size;
    }
}
