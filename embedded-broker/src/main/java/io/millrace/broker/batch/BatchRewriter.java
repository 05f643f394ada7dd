package io.millrace.broker.batch;

/**
 * Makes a batch anew with some of its records. Its place in the log and its producer stay as they are (base offset, last offset, producer id, epoch, sequence), so offsets
 * get gaps and the log goes on behind it where it did. Confined to its owner.
 */
public final class BatchRewriter {

    /** Chooses the records that stay. */
    public interface Choice {

        /** Whether a record stays; a key length of -1 means that it has no key. */
        boolean keeps(long offset, byte[] bytes, int keyOffset, int keyLength, boolean isTombstone);
    }

    private final ByteWriter out = new ByteWriter(1 << 12);
    private int kept;
    private boolean keepsTombstone;

    /** Records of the last {@link #rewrite} that stay. */
    public int kept() {
        return kept;
    }

    /** Whether one of them is a tombstone. */
    public boolean keepsTombstone() {
        return keepsTombstone;
    }

    /**
     * The batch with the records that stay, maybe none.
     *
     * @param bytes array with a whole batch at {@code start}
     * @param horizonMs the time from which on tombstones may go, where the batch has one and none is set yet
     * @return the same array if nothing changes, else a new one that the batch fills
     */
    public byte[] rewrite(byte[] bytes, int start, Choice choice, long horizonMs) {
        choose(bytes, start, choice);
        boolean setsHorizon = keepsTombstone && BatchFormat.deleteHorizonMs(bytes, start) < 0;
        if (kept == BatchFormat.recordCount(bytes, start) && !setsHorizon) {
            return bytes;
        }
        return write(bytes, start, choice, setsHorizon ? horizonMs : -1);
    }

    /** A marker with the time from which on it may go. */
    public byte[] withHorizon(byte[] bytes, int start, long horizonMs) {
        return write(bytes, start, (offset, array, keyOffset, keyLength, isTombstone) -> true, horizonMs);
    }

    private void choose(byte[] bytes, int start, Choice choice) {
        kept = 0;
        keepsTombstone = false;
        Walk walk = new Walk(bytes, start);
        while (walk.next()) {
            if (walk.isKept(choice)) {
                kept++;
                keepsTombstone |= walk.isTombstone;
            }
        }
    }

    private byte[] write(byte[] bytes, int start, Choice choice, long newHorizonMs) {
        long baseTimestamp = BatchFormat.getLong(bytes, start + BatchFormat.BASE_TIMESTAMP);
        long shift = newHorizonMs < 0 ? 0 : baseTimestamp - newHorizonMs;
        out.clear();
        out.bytes(bytes, start, BatchFormat.HEADER_BYTES);
        int count = 0;
        long maxTimestamp = BatchFormat.maxTimestamp(bytes, start);
        long largest = Long.MIN_VALUE;
        Walk walk = new Walk(bytes, start);
        while (walk.next()) {
            if (!walk.isKept(choice)) {
                continue;
            }
            count++;
            largest = Math.max(largest, baseTimestamp + walk.timestampDelta);
            long delta = walk.timestampDelta + shift;
            int rest = walk.end - walk.rest;
            out.varint(1 + Varint.sizeOf(delta) + rest);
            out.int8(0);
            out.varlong(delta);
            out.bytes(bytes, walk.rest, rest);
        }
        boolean isAppendTime =
                (BatchFormat.getShort(bytes, start + BatchFormat.ATTRIBUTES) & BatchFormat.LOG_APPEND_TIME) != 0;
        return sealed(count, newHorizonMs, count == 0 || isAppendTime ? maxTimestamp : largest);
    }

    private byte[] sealed(int count, long newHorizonMs, long maxTimestamp) {
        byte[] batch = out.toByteArray();
        BatchFormat.putInt(batch, BatchFormat.LENGTH, batch.length - BatchFormat.LENGTH_OVERHEAD);
        BatchFormat.putInt(batch, BatchFormat.RECORD_COUNT, count);
        BatchFormat.putLong(batch, BatchFormat.MAX_TIMESTAMP, maxTimestamp);
        if (newHorizonMs >= 0) {
            BatchFormat.putLong(batch, BatchFormat.BASE_TIMESTAMP, newHorizonMs);
            int attributes = BatchFormat.getShort(batch, BatchFormat.ATTRIBUTES) | BatchFormat.DELETE_HORIZON;
            BatchFormat.putShort(batch, BatchFormat.ATTRIBUTES, attributes);
        }
        BatchFormat.seal(batch, 0, batch.length);
        return batch;
    }

    /** Shows the records of a whole batch one after the other. */
    public static void forEach(byte[] bytes, int start, Choice visitor) {
        Walk walk = new Walk(bytes, start);
        while (walk.next()) {
            walk.isKept(visitor);
        }
    }

    /** From record to record, without looking into what a rewrite copies. */
    private static final class Walk {

        private final byte[] bytes;
        private final ByteReader in;
        private final long baseOffset;
        private int left;

        long timestampDelta;
        /** Behind the timestamp. */
        int rest;

        int end;
        private long offset;
        private int keyOffset;
        private int keyLength;
        boolean isTombstone;

        Walk(byte[] bytes, int start) {
            this.bytes = bytes;
            in = new ByteReader(bytes, start + BatchFormat.HEADER_BYTES, start + BatchFormat.sizeBytes(bytes, start));
            baseOffset = BatchFormat.baseOffset(bytes, start);
            left = BatchFormat.recordCount(bytes, start);
        }

        boolean next() {
            if (left == 0) {
                return false;
            }
            left--;
            int length = in.varint();
            end = in.position() + length;
            in.int8();
            timestampDelta = in.varlong();
            rest = in.position();
            offset = baseOffset + in.varint();
            keyLength = in.varint();
            keyOffset = in.position();
            in.skip(Math.max(0, keyLength));
            isTombstone = in.varint() < 0;
            in.skip(end - in.position());
            return true;
        }

        boolean isKept(Choice choice) {
            return choice.keeps(offset, bytes, keyOffset, keyLength, isTombstone);
        }
    }
}
