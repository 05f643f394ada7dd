package io.millrace.log;

import io.millrace.record.Headers;
import io.millrace.record.TimestampType;
import io.millrace.record.TopicPartition;

/**
 * A cursor over records of one partition, in offset order. It starts before the first record; after {@link #next()} returned true the
 * accessors tell the current record. Keys and values are borrowed: (array, offset, length), valid as {@link LogConsumer#poll} says, never to be
 * written to.
 */
public interface RecordBatch {

    TopicPartition partition();

    /** Moves to the next record; false if there is none. */
    boolean next();

    /** Number of records that {@link #next()} has not reached yet. */
    int remaining();

    long offset();

    /** Milliseconds since the epoch; -1 if the producer gave none. */
    long timestamp();

    TimestampType timestampType();

    /** Array that holds the key; unspecified if the key is null. */
    byte[] keyArray();

    int keyOffset();

    /** Length of the key in bytes; -1 for a null key. */
    int keyLength();

    /** Array that holds the value; unspecified if the value is null. */
    byte[] valueArray();

    int valueOffset();

    /** Length of the value in bytes; -1 for a null value. */
    int valueLength();

    /** Whether the record has a header. */
    boolean hasHeaders();

    /** A new, mutable copy of the record's headers; parsed at this call. */
    Headers headers();

    /** Offset at which reading goes on after this batch: behind its last record, markers and aborted records included. */
    long nextOffset();

    /** Size of the batch in the log, in bytes. */
    int sizeBytes();
}
