package io.millrace.log;

import java.util.Objects;

/**
 * How far a group has processed a partition. Immutable.
 *
 * @param offset the next record to process
 * @param metadata whatever the group noted beside it; empty if nothing. Keep it small: Kafka accepts 4,096 bytes
 */
public record CommittedOffset(long offset, String metadata) {

    public CommittedOffset {
        Objects.requireNonNull(metadata, "metadata cannot be null");
        if (offset < 0) {
            throw new IllegalArgumentException("A committed offset cannot be negative: " + offset);
        }
    }
}
