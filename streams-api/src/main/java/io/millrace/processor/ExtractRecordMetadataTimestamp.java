package io.millrace.processor;

import io.millrace.record.ConsumerRecord;

/** Takes the timestamp that the record has, and leaves it to subclasses what to do about a negative one. */
abstract class ExtractRecordMetadataTimestamp implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        long timestamp = record.timestamp();
        return timestamp >= 0 ? timestamp : onInvalidTimestamp(record, timestamp, partitionTime);
    }

    /** The time to use in place of the negative {@code recordTimestamp}; negative to drop the record. */
    public abstract long onInvalidTimestamp(
            ConsumerRecord<Object, Object> record, long recordTimestamp, long partitionTime);

    static String coordinates(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
