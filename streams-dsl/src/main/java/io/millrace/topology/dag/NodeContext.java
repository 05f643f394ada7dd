package io.millrace.topology.dag;

import io.millrace.processor.Record;
import io.millrace.record.Headers;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime's context of a processor node offers to built-in operators beside {@code ProcessorContext}. The context that an operator gets in
 * {@code init} implements both. Confined to the task's thread.
 */
public interface NodeContext {

    /**
     * Headers of the record that is being processed; during the flush of a record cache those of the entry's last update. Null stands for none, and is what
     * a punctuation sees.
     */
    @Nullable
    Headers headers();

    /** Timestamp of the record that {@link #headers} belongs to, in milliseconds; stream time inside a punctuation. */
    long recordTimestamp();

    /**
     * Counts a record that the operator drops; the runtime logs drops with topic, partition and offset, at a limited rate.
     *
     * @param reason what was wrong with the record, as a phrase in small letters without a full stop
     */
    void recordDropped(String reason, Record<?, ?> record);

    /**
     * Forwards to one child only.
     *
     * @param childIndex position in {@link DagNode#children()} of the operator's node, from 0
     */
    void forwardToChild(Record<?, ?> record, int childIndex);

    /** Has the task tell the state of its commits and rewinds. In {@code init} only. */
    default void registerRewindable(RewindableState state) {}

    /** What {@link #saveProgress} got last before the last commit, also by an earlier instance of the task; {@code -1} if it was never called. In {@code init} only. */
    default long savedProgress() {
        return -1;
    }

    /** Has a number of this node saved with the task's next commit. */
    default void saveProgress(long progress) {}

    /**
     * Runs something as if another record was being processed: one of this timestamp and these headers, from no topic. What was there before is put back.
     *
     * @param headers null means none
     */
    default <T extends @Nullable Object> T underRecordContext(
            long timestampMs, @Nullable Headers headers, Supplier<T> action) {
        return action.get();
    }
}
