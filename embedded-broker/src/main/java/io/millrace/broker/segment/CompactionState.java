package io.millrace.broker.segment;

/**
 * How far a partition has been compacted. Immutable; none of the offsets ever goes back.
 *
 * @param gapsBelow before it offsets may be missing
 * @param droppedUpTo before it tombstones may have been dropped: who has read less does not know of all deletions
 * @param cleanedUpTo before it each key has at most one record, as far as newer ones are before it too
 */
public record CompactionState(long gapsBelow, long droppedUpTo, long cleanedUpTo) {

    public static final CompactionState NONE = new CompactionState(0, 0, 0);

    /** Both together. */
    public CompactionState and(CompactionState other) {
        return new CompactionState(
                Math.max(gapsBelow, other.gapsBelow),
                Math.max(droppedUpTo, other.droppedUpTo),
                Math.max(cleanedUpTo, other.cleanedUpTo));
    }
}
