package io.millrace.processor;

/** Where an input record came from. */
public interface RecordMetadata {

    /** Topic of the input record. */
    String topic();

    /** Partition of the input record. */
    int partition();

    /** Offset of the input record. */
    long offset();
}
