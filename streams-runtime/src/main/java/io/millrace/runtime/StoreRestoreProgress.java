package io.millrace.runtime;

/**
 * How far the restore of one partition of a store on this instance is. Immutable. Offsets are those of its changelog, markers of commits included, so a difference of
 * two is about a number of records.
 *
 * @param storeName name of the store
 * @param partition number of the partition
 * @param startOffset where the restore began: what is before was here already
 * @param currentOffset behind the last record that is restored
 * @param endOffset behind the last record of the changelog, as of now
 */
public record StoreRestoreProgress(
        String storeName, int partition, long startOffset, long currentOffset, long endOffset) {

    /** Offsets that are restored. */
    public long restored() {
        return Math.max(0, currentOffset - startOffset);
    }

    /** Offsets that are left. */
    public long remaining() {
        return Math.max(0, endOffset - currentOffset);
    }
}
