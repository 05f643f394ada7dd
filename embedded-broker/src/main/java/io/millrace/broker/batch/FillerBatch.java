package io.millrace.broker.batch;

/** A whole batch without records that takes offsets: what a compaction leaves of a producer's last batch looks the same to readers. */
public final class FillerBatch {

    private FillerBatch() {}

    /**
     * Makes one.
     *
     * @param sizeBytes at least the size of a header
     */
    public static byte[] of(long baseOffset, int offsetCount, int sizeBytes, int leaderEpoch) {
        byte[] batch = new byte[sizeBytes];
        BatchFormat.place(batch, 0, baseOffset, leaderEpoch);
        BatchFormat.putInt(batch, BatchFormat.LENGTH, sizeBytes - BatchFormat.LENGTH_OVERHEAD);
        batch[BatchFormat.MAGIC_POSITION] = BatchFormat.MAGIC;
        BatchFormat.putInt(batch, BatchFormat.LAST_OFFSET_DELTA, offsetCount - 1);
        BatchFormat.putLong(batch, BatchFormat.BASE_TIMESTAMP, -1);
        BatchFormat.putLong(batch, BatchFormat.MAX_TIMESTAMP, -1);
        BatchFormat.putLong(batch, BatchFormat.PRODUCER_ID, BatchFormat.NO_PRODUCER_ID);
        BatchFormat.putShort(batch, BatchFormat.PRODUCER_EPOCH, -1);
        BatchFormat.putInt(batch, BatchFormat.BASE_SEQUENCE, BatchFormat.NO_SEQUENCE);
        BatchFormat.seal(batch, 0, sizeBytes);
        return batch;
    }
}
