package io.millrace.processor;

import io.millrace.errors.StreamsException;
import io.millrace.record.ConsumerRecord;

/** Takes the record's own timestamp and throws {@link StreamsException} if it is negative. The default. */
public class FailOnInvalidTimestamp extends ExtractRecordMetadataTimestamp {

    /** Made by name from the configuration. */
    public FailOnInvalidTimestamp() {}

    @Override
    public long onInvalidTimestamp(ConsumerRecord<Object, Object> record, long recordTimestamp, long partitionTime)
            throws StreamsException {
        throw new StreamsException("Record " + coordinates(record) + " has the negative timestamp " + recordTimestamp
                + ": its producer set none. Choose another TimestampExtractor with default.timestamp.extractor or"
                + " Consumed.withTimestampExtractor to process or skip such records.");
    }
}
