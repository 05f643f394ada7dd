package io.millrace.processor;

import io.millrace.record.TopicPartition;

/** Told how standby copies of stores follow their changelogs. Called on the threads that update them; must not block. */
public interface StandbyUpdateListener {

    /** A standby begins to read its changelog at {@code startingOffset}. */
    void onUpdateStart(TopicPartition topicPartition, String storeName, long startingOffset);

    /** A batch is in the store; {@code currentEndOffset} is the end of the changelog known at that time. */
    void onBatchLoaded(
            TopicPartition topicPartition,
            String storeName,
            TaskId taskId,
            long batchEndOffset,
            long batchSize,
            long currentEndOffset);

    /** The standby stops at {@code storeOffset}. */
    void onUpdateSuspended(
            TopicPartition topicPartition,
            String storeName,
            long storeOffset,
            long currentEndOffset,
            SuspendReason reason);

    /** Why a standby stops. */
    enum SuspendReason {
        /** The copy moves to another instance. */
        MIGRATED,
        /** The copy becomes the active one. */
        PROMOTED,
    }
}
