package io.millrace.log;

import io.millrace.record.TopicPartition;

/** A position is not between the start and the end of its log. */
public final class OffsetOutOfRangeException extends LogException {

    private static final long serialVersionUID = 1L;

    private final transient TopicPartition partition;
    private final long startOffset;
    private final long endOffset;

    public OffsetOutOfRangeException(TopicPartition partition, long offset, long startOffset, long endOffset) {
        super("Offset " + offset + " of " + partition + " cannot be read: the log has offsets " + startOffset + " to "
                + (endOffset - 1) + ". Seek to an offset in this range.");
        this.partition = partition;
        this.startOffset = startOffset;
        this.endOffset = endOffset;
    }

    public TopicPartition partition() {
        return partition;
    }

    public long startOffset() {
        return startOffset;
    }

    public long endOffset() {
        return endOffset;
    }
}
