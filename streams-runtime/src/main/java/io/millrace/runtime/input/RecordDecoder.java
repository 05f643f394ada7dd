package io.millrace.runtime.input;

import io.millrace.log.RecordBatch;
import io.millrace.processor.FailOnInvalidTimestamp;
import io.millrace.processor.Record;
import io.millrace.processor.TimestampExtractor;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.record.TimestampType;
import io.millrace.serialization.Deserializer;
import io.millrace.stores.table.KeyFormat;
import io.millrace.topology.dag.KeyDecoder;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of the bytes of one source topic, and gives them their timestamp. Keys of internal topics that are in a built-in format stay bytes until
 * somebody asks for them: those bytes were made by our own serializer. Confined to the task's thread.
 */
public final class RecordDecoder {

    private String topic;
    private final Deserializer<Object> keys;
    private final Deserializer<Object> values;
    private final boolean keysNeedHeaders;
    private final boolean valuesNeedHeaders;
    private final @Nullable KeyDecoder<Object> rawKeys;
    private final TimestampExtractor extractor;
    private final boolean recordTimestamps;

    public RecordDecoder(
            String topic,
            boolean internal,
            Deserializer<Object> keys,
            Deserializer<Object> values,
            TimestampExtractor extractor) {
        this.topic = topic;
        this.keys = keys;
        this.values = values;
        this.extractor = extractor;
        KeyFormat format = KeyFormat.readBy(keys);
        this.keysNeedHeaders = format == null;
        this.valuesNeedHeaders = KeyFormat.readBy(values) == null;
        this.rawKeys = internal && format != null ? new KeyDecoder<>(keys, topic, format) : null;
        this.recordTimestamps = extractor.getClass() == FailOnInvalidTimestamp.class;
    }

    /** Serdes and extractor are told this topic from now on: for input of several topics under one name. */
    void readFrom(String actualTopic) {
        topic = actualTopic;
    }

    /** The batch's current record as bytes, for handlers of records that cannot be decoded. */
    public static ConsumerRecord<byte[], byte[]> rawRecord(RecordBatch batch) {
        return new ConsumerRecord<>(
                batch.partition().topic(),
                batch.partition().partition(),
                batch.offset(),
                batch.timestamp(),
                TimestampType.CREATE_TIME,
                batch.keyLength(),
                batch.valueLength(),
                keyBytes(batch),
                valueBytes(batch),
                batch.hasHeaders() ? batch.headers() : new RecordHeaders(),
                Optional.empty());
    }

    /**
     * Decodes the batch's current record.
     *
     * @param partitionTimeMs the largest timestamp so far in the partition; -1 at first
     * @return null if the extractor gives it a negative timestamp
     */
    public @Nullable Record<Object, Object> decode(RecordBatch batch, long partitionTimeMs) {
        Headers headers = batch.hasHeaders() ? batch.headers() : null;
        Object value = decodeValue(batch, headers);
        boolean usesRecordTimestamp = recordTimestamps && batch.timestamp() >= 0;
        if (rawKeys != null && batch.keyLength() >= 0 && usesRecordTimestamp) {
            return new RawKeyRecord<>(
                    rawKeys, batch.keyArray(), batch.keyOffset(), batch.keyLength(), value, batch.timestamp(), headers);
        }
        Object key = decodeKey(batch, headers);
        long timestampMs =
                usesRecordTimestamp ? batch.timestamp() : extract(batch, key, value, headers, partitionTimeMs);
        return timestampMs < 0 ? null : new Record<>(key, value, timestampMs, headers);
    }

    private long extract(
            RecordBatch batch,
            @Nullable Object key,
            @Nullable Object value,
            @Nullable Headers headers,
            long partitionTimeMs) {
        ConsumerRecord<Object, Object> record = new ConsumerRecord<>(
                topic,
                batch.partition().partition(),
                batch.offset(),
                batch.timestamp(),
                batch.timestampType(),
                batch.keyLength(),
                batch.valueLength(),
                key,
                value,
                headers == null ? new RecordHeaders() : headers,
                Optional.empty());
        return extractor.extract(record, partitionTimeMs);
    }

    private @Nullable Object decodeKey(RecordBatch batch, @Nullable Headers headers) {
        byte[] bytes = keyBytes(batch);
        return keysNeedHeaders
                ? keys.deserialize(topic, headers == null ? new RecordHeaders() : headers, bytes)
                : keys.deserialize(topic, bytes);
    }

    private @Nullable Object decodeValue(RecordBatch batch, @Nullable Headers headers) {
        byte[] bytes = valueBytes(batch);
        return valuesNeedHeaders
                ? values.deserialize(topic, headers == null ? new RecordHeaders() : headers, bytes)
                : values.deserialize(topic, bytes);
    }

    static byte @Nullable [] keyBytes(RecordBatch batch) {
        int length = batch.keyLength();
        return length < 0 ? null : Arrays.copyOfRange(batch.keyArray(), batch.keyOffset(), batch.keyOffset() + length);
    }

    static byte @Nullable [] valueBytes(RecordBatch batch) {
        int length = batch.valueLength();
        return length < 0
                ? null
                : Arrays.copyOfRange(batch.valueArray(), batch.valueOffset(), batch.valueOffset() + length);
    }
}
