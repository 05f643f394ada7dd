package io.millrace.broker.batch;

/**
 * A whole batch at the start of an array that whoever holds this owns. Its offset is not set before it is appended.
 *
 * @param bytes may be longer than the batch
 */
public record ClosedBatch(byte[] bytes, int sizeBytes) {}
