package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import java.io.IOException;

/**
 * Tells an unfinished write from damage: behind an unfinished write there is no whole batch. Looks at every byte, since the length field of
 * the bad batch cannot be trusted.
 */
final class DamagedTail {

    private static final int WINDOW_BYTES = 1 << 20;

    private DamagedTail() {}

    /** Whether a whole batch with an offset of at least {@code offset} begins at or behind {@code position}. */
    static boolean hasWholeBatch(Segment segment, long position, long offset) throws IOException {
        byte[] window = new byte[WINDOW_BYTES];
        long size = segment.sizeBytes();
        for (long from = position; from < size; from += WINDOW_BYTES - BatchFormat.HEADER_BYTES) {
            int length = segment.log.read(from, window, 0, (int) Math.min(WINDOW_BYTES, size - from));
            for (int i = 0; i + BatchFormat.HEADER_BYTES <= length; i++) {
                if (looksLikeBatch(window, i, size - from - i, offset) && isWhole(segment, from + i, window, i)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean looksLikeBatch(byte[] bytes, int start, long available, long offset) {
        if (BatchFormat.magic(bytes, start) != BatchFormat.MAGIC) {
            return false;
        }
        long size = BatchFormat.sizeBytes(bytes, start);
        return size >= BatchFormat.HEADER_BYTES && size <= available && BatchFormat.baseOffset(bytes, start) >= offset;
    }

    private static boolean isWhole(Segment segment, long position, byte[] header, int start) throws IOException {
        byte[] batch = new byte[BatchFormat.sizeBytes(header, start)];
        int length = segment.log.read(position, batch, 0, batch.length);
        return BatchFormat.problem(batch, 0, length) == null;
    }
}
