package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.log.CorruptLogException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole batches of one segment, a piece of the file at a time, and checks each. Confined to its owner; the array of each piece is new, so that
 * batches handed out stay valid.
 */
final class ChunkReader {

    private final Segment segment;
    private final long limit;
    private final int chunkBytes;
    private byte[] chunk = {};
    private int start;
    private int length;
    private long chunkPosition;
    private int batchBytes;

    /**
     * @param position where a batch begins
     * @param limit position behind the last byte to look at
     */
    ChunkReader(Segment segment, long position, long limit, int chunkBytes) {
        this.segment = segment;
        this.limit = limit;
        this.chunkBytes = chunkBytes;
        chunkPosition = position;
    }

    Segment segment() {
        return segment;
    }

    byte[] bytes() {
        return chunk;
    }

    /** Where the batch begins in {@link #bytes()}. */
    int start() {
        return start;
    }

    int batchBytes() {
        return batchBytes;
    }

    /** Position in the file of the batch, or of the end if there is none. */
    long position() {
        return chunkPosition + start;
    }

    /** Moves on; false at the limit. A batch that is not whole is told by {@link #problem()}. */
    boolean next() throws IOException {
        start += batchBytes;
        batchBytes = 0;
        if (position() >= limit) {
            return false;
        }
        if (!holdsWholeBatch()) {
            fill(chunkBytes);
            if (length >= BatchFormat.HEADER_BYTES) {
                long size = BatchFormat.sizeBytes(chunk, 0);
                if (size > length && size <= limit - chunkPosition) {
                    fill((int) size);
                }
            }
        }
        return true;
    }

    private boolean holdsWholeBatch() {
        int left = length - start;
        if (left < BatchFormat.HEADER_BYTES) {
            return false;
        }
        int size = BatchFormat.sizeBytes(chunk, start);
        return size >= BatchFormat.HEADER_BYTES && size <= left;
    }

    private void fill(int wanted) throws IOException {
        long from = position();
        int count = (int) Math.min(wanted, limit - from);
        chunk = new byte[count];
        length = segment.log.read(from, chunk, 0, count);
        chunkPosition = from;
        start = 0;
    }

    /** What is wrong with the batch at {@link #start()}; null if it is whole, and then the next call of {@link #next()} passes it. */
    @Nullable
    String problem() {
        String problem = BatchFormat.problem(chunk, start, length - start);
        if (problem == null) {
            batchBytes = BatchFormat.sizeBytes(chunk, start);
        }
        return problem;
    }

    /**
     * As {@link #problem()}, for a batch that must be in a range of offsets: the first of a batch is not under its checksum.
     *
     * @param fromOffset the batch does not begin before
     * @param toOffset exclusive
     */
    @Nullable
    String problem(long fromOffset, long toOffset) {
        String problem = problem();
        if (problem != null) {
            return problem;
        }
        long first = BatchFormat.baseOffset(chunk, start);
        long last = BatchFormat.lastOffset(chunk, start);
        return first >= fromOffset && last < toOffset
                ? null
                : "its offsets are " + first + " to " + last + ", but must be from " + fromOffset + " to before "
                        + toOffset;
    }

    /**
     * Reads the first offset of the batch again, from the file, where neither a checksum nor the batch before says what it must be.
     *
     * @return what is wrong with it; null if it is the same
     */
    @Nullable
    String unconfirmed() throws IOException {
        byte[] again = new byte[BatchFormat.HEADER_BYTES];
        segment.log.read(position(), again, 0, again.length);
        long first = BatchFormat.baseOffset(chunk, start);
        long second = BatchFormat.baseOffset(again, 0);
        return first == second ? null : "its offset was read as " + first + " and then as " + second;
    }

    /**
     * Looks whether the batch ends before the next one begins, where no batch before it says what its offset must be: were it too large, readers would pass over
     * what is between. One that is only a little too large is in its place still.
     *
     * @param end offset behind the segment
     * @return what is wrong with it; null if nothing is
     */
    @Nullable
    String overlap(long end) throws IOException {
        long last = BatchFormat.lastOffset(chunk, start);
        long next = nextOffset(end);
        return last < next ? null : "its last offset is " + last + ", and the next batch begins with " + next;
    }

    private long nextOffset(long end) throws IOException {
        int at = start + batchBytes;
        if (length - at >= BatchFormat.HEADER_BYTES) {
            return BatchFormat.baseOffset(chunk, at);
        }
        byte[] header = new byte[BatchFormat.HEADER_BYTES];
        long position = chunkPosition + at;
        return position < limit && segment.log.read(position, header, 0, header.length) == header.length
                ? BatchFormat.baseOffset(header, 0)
                : end;
    }

    /** The error for a reader that came upon a bad batch. */
    CorruptLogException corrupt(String problem, long offset) {
        return new CorruptLogException(
                "The batch with offset " + offset + " in " + segment.path() + " at position " + position()
                        + " is damaged: " + problem
                        + ". It was not delivered and nothing was changed. Restore the file from a copy, or delete"
                        + " records before and including the batch if they are not needed.");
    }
}
