package io.millrace.processor;

import io.millrace.record.TopicPartition;

/**
 * Told how the restoring of stores advances. Called on the threads that restore, possibly for several partitions at
 * once, so it has to be safe for that and must not block.
 */
public interface StateRestoreListener {

    /** A restore begins; it will read the changelog from {@code startingOffset} up to before {@code endingOffset}. */
    void onRestoreStart(TopicPartition topicPartition, String storeName, long startingOffset, long endingOffset);

    /** Another {@code numRestored} records, up to {@code batchEndOffset}, are in the store. */
    void onBatchRestored(TopicPartition topicPartition, String storeName, long batchEndOffset, long numRestored);

    /** The store is complete. {@code totalRestored} counts the records applied in this restore. */
    void onRestoreEnd(TopicPartition topicPartition, String storeName, long totalRestored);

    /** The task moved away before its store was complete. */
    default void onRestoreSuspended(TopicPartition topicPartition, String storeName, long totalRestored) {}
}
