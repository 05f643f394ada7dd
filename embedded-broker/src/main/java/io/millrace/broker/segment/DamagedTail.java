package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import java.io.IOException;

/**
 * Tells an unfinished write from damage: behind an unfinished write there is no whole batch. Looks at every byte, since the length field of
 * the bad batch cannot be trusted.
 */
final class DamagedTail {

    static final long NONE = -1;
    private static final int WINDOW_BYTES = 1 << 20;

    private DamagedTail() {}

    /** Where the first whole batch with an offset of at least {@code offset} begins, at or behind {@code position}; {@link #NONE} if there is none. */
    static long findWholeBatch(Segment segment, long position, long offset) throws IOException {
        byte[] window = new byte[WINDOW_BYTES];
        long size = segment.sizeBytes();
        for (long from = position; from < size; from += WINDOW_BYTES - BatchFormat.HEADER_BYTES) {
            int length = segment.log.read(from, window, 0, (int) Math.min(WINDOW_BYTES, size - from));
            for (int i = 0; i + BatchFormat.HEADER_BYTES <= length; i++) {
                if (looksLikeBatch(window, i, size - from - i, offset)
                        && BatchFormat.baseOffset(window, i) - segment.baseOffset <= Integer.MAX_VALUE
                        && isWhole(segment, from + i, window, i)) {
                    return from + i;
                }
            }
        }
        return NONE;
    }

    /** Base offset of the whole batch at {@code position}. */
    static long offsetAt(Segment segment, long position) throws IOException {
        byte[] header = new byte[BatchFormat.HEADER_BYTES];
        segment.log.read(position, header, 0, header.length);
        return BatchFormat.baseOffset(header, 0);
    }

    /** Offset behind the last whole batch at or behind {@code position}, whatever is damaged in between; {@code offset} if there is none. */
    static long lastEnd(Segment segment, long position, long offset) throws IOException {
        long end = offset;
        long next = findWholeBatch(segment, position, end);
        while (next != NONE) {
            ChunkReader chunk = new ChunkReader(segment, next, segment.sizeBytes(), WINDOW_BYTES);
            while (chunk.next() && chunk.problem() == null) {
                end = Math.max(end, BatchFormat.lastOffset(chunk.bytes(), chunk.start()) + 1);
            }
            next = findWholeBatch(segment, chunk.position() + 1, end);
        }
        return end;
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
