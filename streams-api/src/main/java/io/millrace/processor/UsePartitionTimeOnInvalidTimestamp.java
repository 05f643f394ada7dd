package io.millrace.processor;

import io.millrace.errors.StreamsException;
import io.millrace.record.ConsumerRecord;

/**
 * Takes the record's own timestamp, or the highest one seen in its partition if it is negative. Throws {@link
 * StreamsException} if there is none yet.
 */
public class UsePartitionTimeOnInvalidTimestamp extends ExtractRecordMetadataTimestamp {

    /** Made by name from the configuration. */
    public UsePartitionTimeOnInvalidTimestamp() {}

    @Override
    public long onInvalidTimestamp(ConsumerRecord<Object, Object> record, long recordTimestamp, long partitionTime)
            throws StreamsException {
        if (partitionTime < 0) {
            throw new StreamsException("Record " + coordinates(record) + " has the negative timestamp "
                    + recordTimestamp + ", and no earlier record of its partition has a time to use instead.");
        }
        return partitionTime;
    }
}
