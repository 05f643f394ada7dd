package io.millrace.log;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a group has processed a partition. Immutable.
 *
 * @param offset the next record to process
 * @param metadata whatever the group noted beside it; empty if nothing. Keep it small: Kafka accepts 4,096 bytes
 * @param topicId which topic of that name is meant, if the name may have been given to a new one meanwhile: a commit for another topic than that is refused. Null
 *     for whichever has the name now; always null in what was committed
 */
public record CommittedOffset(
        long offset, String metadata, @Nullable UUID topicId) {

    /** For whichever topic has the name now. */
    public CommittedOffset(long offset, String metadata) {
        this(offset, metadata, null);
    }

    public CommittedOffset {
        Objects.requireNonNull(metadata, "metadata cannot be null");
        if (offset < 0) {
            throw new IllegalArgumentException("A committed offset cannot be negative: " + offset);
        }
    }
}
