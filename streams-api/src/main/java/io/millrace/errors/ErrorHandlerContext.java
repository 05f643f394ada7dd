package io.millrace.errors;

import io.millrace.processor.TaskId;
import io.millrace.record.Headers;
import org.jspecify.annotations.Nullable;

/** Where an error arose: the input record, the task and the processor. Valid during the call of the handler only. */
public interface ErrorHandlerContext {

    /** Topic of the input record, or null if there was none (as in a punctuation). */
    @Nullable
    String topic();

    /** Partition of the input record; -1 if there was none. */
    int partition();

    /** Offset of the input record; -1 if there was none. */
    long offset();

    /** Headers of the record at the time of the error. */
    Headers headers();

    /** Name of the processor that failed. */
    String processorNodeId();

    /** The task. */
    TaskId taskId();

    /** Timestamp of the record, in milliseconds since the epoch. */
    long timestamp();

    /** Key bytes of the input record as they were read; null if there are none, or if they are not kept. */
    byte @Nullable [] sourceRawKey();

    /** Value bytes of the input record as they were read; null if there are none, or if they are not kept. */
    byte @Nullable [] sourceRawValue();
}
