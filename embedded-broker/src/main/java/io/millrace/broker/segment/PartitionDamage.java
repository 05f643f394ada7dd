package io.millrace.broker.segment;

import io.millrace.log.CorruptLogException;
import io.millrace.record.TopicPartition;

/**
 * What is damaged in a partition that is open all the same. Immutable.
 *
 * @param position of the first bad byte
 * @param endPosition behind the last one
 * @param offset first that is lost
 * @param endOffset behind the last one
 * @param remedy what to do about it
 */
public record PartitionDamage(
        TopicPartition partition,
        String file,
        long position,
        long endPosition,
        long offset,
        long endOffset,
        String problem,
        String remedy) {

    /** What to do about damage of files that are not in use. */
    static String restoreOrAccept(TopicPartition partition) {
        return "Restore the file from a copy. Or close the broker and give up the damaged records alone: millrace-log DIR accept-loss "
                + partition.topic() + " --partition " + partition.partition();
    }

    /** What it is, where, what can still be done, and what to do about it. */
    public String message() {
        return "The log of " + partition + " is damaged in " + file + ", bytes " + position + " to " + endPosition
                + " (offsets " + offset + " to " + (endOffset - 1) + "): " + problem
                + ". Nothing was deleted or changed. Records before offset " + offset
                + " can be read; the partition takes no writes; all other partitions work. " + remedy;
    }

    /** The error for who reads behind the damage or writes. */
    public CorruptLogException error() {
        return new CorruptLogException(message());
    }
}
