package io.millrace.broker.segment;

/**
 * The first batch that is not whole.
 *
 * @param segmentBaseOffset of the file's segment
 * @param endPosition where the next whole batch of the file begins, or the file ends
 * @param offset the offset it should have
 * @param nextOffset that of the next whole batch in this file or a later one; -1 if there is none
 * @param lostBytes bytes from there to the end of the log
 * @param wasDurable whether a recovery point says that it was whole once
 */
public record LogDamage(
        String file,
        long segmentBaseOffset,
        long position,
        long endPosition,
        long offset,
        long nextOffset,
        String problem,
        long lostBytes,
        boolean wasDurable) {

    /** Whether the log goes on behind it. */
    public boolean hasWholeBatchBehind() {
        return nextOffset >= 0;
    }
}
