package io.millrace.processor;

import io.millrace.record.Headers;
import org.jspecify.annotations.Nullable;

/** Everything about the input record that led to an output record, beside key and value. */
public interface RecordContext {

    /** Topic of the input record, or null if there is none (as in a punctuation). */
    @Nullable
    String topic();

    /** Partition of the input record; -1 if there is none. */
    int partition();

    /** Offset of the input record; -1 if there is none. */
    long offset();

    /** Timestamp of the record, in milliseconds since the epoch. */
    long timestamp();

    /** Headers of the record; never null. */
    Headers headers();

    /** Key bytes of the input record as they were read, or null if there are none or they are not kept. */
    byte @Nullable [] sourceRawKey();

    /** Value bytes of the input record as they were read, or null if there are none or they are not kept. */
    byte @Nullable [] sourceRawValue();
}
