package io.millrace.processor;

import io.millrace.record.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the record's own timestamp; drops a record whose timestamp is negative, with a warning. */
public class LogAndSkipOnInvalidTimestamp extends ExtractRecordMetadataTimestamp {

    private static final Logger LOG = LoggerFactory.getLogger(LogAndSkipOnInvalidTimestamp.class);

    /** Made by name from the configuration. */
    public LogAndSkipOnInvalidTimestamp() {}

    @Override
    public long onInvalidTimestamp(ConsumerRecord<Object, Object> record, long recordTimestamp, long partitionTime) {
        LOG.warn("{}: dropped, since its timestamp {} is negative", coordinates(record), recordTimestamp);
        return recordTimestamp;
    }
}
