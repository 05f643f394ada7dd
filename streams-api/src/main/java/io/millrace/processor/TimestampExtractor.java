package io.millrace.processor;

import io.millrace.record.ConsumerRecord;

/** Finds the time of an input record. Called once per record on the task's thread, before it is processed. */
@FunctionalInterface
public interface TimestampExtractor {

    /**
     * The record's time in milliseconds since the epoch; a negative result drops the record. {@code partitionTime} is
     * the highest time seen in the record's partition, -1 if there was none.
     */
    long extract(ConsumerRecord<Object, Object> record, long partitionTime);
}
