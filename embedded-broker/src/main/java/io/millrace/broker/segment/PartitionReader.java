package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchCursor;
import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.batch.SkippedBatch;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.Isolation;
import io.millrace.log.OffsetOutOfRangeException;
import io.millrace.log.RecordBatch;
import io.millrace.log.UnknownTopicException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partition from a position on: slices of the tail in memory, else of the file. Batches of aborted transactions and markers are
 * passed over. Confined to its consumer.
 */
public final class PartitionReader {

    private static final int CHUNK_BYTES_MAX = 1 << 20;
    private static final int CHUNK_BYTES_MIN = 1 << 16;

    private final PartitionLog log;
    private final Isolation isolation;
    private long position;

    // Where the position is in a file, if it is known: set by reading the batch before it.
    private @Nullable Segment segment;
    private long filePosition;
    private long filePositionOffset = -1;

    // Of the read that runs.
    private @Nullable BatchCursor last;
    private int bytesRead;

    public PartitionReader(PartitionLog log, Isolation isolation, long position) {
        this.log = log;
        this.isolation = isolation;
        this.position = position;
    }

    public PartitionLog log() {
        return log;
    }

    public long position() {
        return position;
    }

    public void seek(long newPosition) {
        position = newPosition;
    }

    /** Offsets between the position and what this reader can see. */
    public long lag() {
        return Math.max(0, log.endOffset(isolation) - position);
    }

    /**
     * Reads about {@code maxBytes}, at least one batch if there is one.
     *
     * @param out takes the batches; one without records if there was nothing but markers and aborted records to pass
     * @return bytes looked at; 0 if there is nothing to read
     * @throws UnknownTopicException if the topic was deleted
     * @throws OffsetOutOfRangeException if the position is not between the start and the end of the log
     * @throws io.millrace.log.CorruptLogException if a batch in the file is damaged, or all before the damage has been read
     */
    public int read(int maxBytes, List<RecordBatch> out) {
        LogView view = log.view();
        if (view.isDeleted) {
            throw deleted();
        }
        if (position < view.startOffset || position > view.endOffset) {
            throw new OffsetOutOfRangeException(log.partition(), position, view.startOffset, view.endOffset);
        }
        long limit = view.readLimit(isolation);
        if (position >= limit) {
            if (view.damage != null) {
                throw view.damage.error();
            }
            return 0;
        }
        last = null;
        bytesRead = 0;
        long from = position;
        int sizeBefore = out.size();
        boolean hasRoom = true;
        while (hasRoom && position < limit) {
            // Files may have been replaced since.
            view = log.view();
            hasRoom = readTail(view, limit, maxBytes, out);
            if (hasRoom && position < limit) {
                hasRoom = readFile(view, limit, maxBytes, out);
            }
        }
        if (last != null) {
            last.extendTo(position);
        } else if (out.size() == sizeBefore && position > from) {
            out.add(new SkippedBatch(log.partition(), position));
        }
        return bytesRead;
    }

    /** False if the limit of bytes was reached. */
    private boolean readTail(LogView view, long limit, int maxBytes, List<RecordBatch> out) {
        int slot = view.tailSlot(position);
        while (slot >= 0 && position < limit && view.hasTailSlot(slot)) {
            TailBatch batch = view.tailBatch(slot++);
            byte[] bytes = batch.bytes();
            if (bytes == null) {
                return true;
            }
            if (!take(view, bytes, 0, maxBytes, out)) {
                return false;
            }
        }
        return true;
    }

    private boolean take(LogView view, byte[] bytes, int start, int maxBytes, List<RecordBatch> out) {
        int size = BatchFormat.sizeBytes(bytes, start);
        if (bytesRead > 0 && size > maxBytes - bytesRead) {
            return false;
        }
        bytesRead += size;
        boolean skip = BatchFormat.isControl(bytes, start)
                || BatchFormat.recordCount(bytes, start) == 0
                || (isolation == Isolation.READ_COMMITTED
                        && BatchFormat.isTransactional(bytes, start)
                        && view.aborted.contains(
                                BatchFormat.producerId(bytes, start), BatchFormat.baseOffset(bytes, start)));
        if (!skip) {
            BatchCursor cursor = new BatchCursor(log.partition(), bytes, start, position);
            out.add(cursor);
            last = cursor;
        }
        position = BatchFormat.lastOffset(bytes, start) + 1;
        return true;
    }

    /** Reads one piece of a file. False if the limit of bytes was reached. */
    private boolean readFile(LogView view, long limit, int maxBytes, List<RecordBatch> out) {
        Segment current = view.segmentOf(position);
        long before = position;
        try {
            boolean known = current == segment && filePositionOffset == position;
            long from = known ? filePosition : current.floorPosition(position);
            int wanted = Math.min(CHUNK_BYTES_MAX, Math.max(CHUNK_BYTES_MIN, maxBytes - bytesRead));
            filePosition = from;
            ChunkReader chunk = new ChunkReader(current, from, current.sizeBytes(), wanted);
            boolean hasRoom = readChunk(view, chunk, limit, maxBytes, out);
            if (position == before && hasRoom && !passGap(view, current)) {
                if (isReplaced(current)) {
                    return true;
                }
                requireNotDeleted();
                throw chunk.corrupt("the batch is missing; the segment ends at " + current.sizeBytes(), position);
            }
            segment = current;
            filePositionOffset = position;
            return hasRoom;
        } catch (IOException e) {
            if (isReplaced(current)) {
                return true;
            }
            requireNotDeleted();
            throw new BrokerUnavailableException(
                    "Offset " + position + " of " + log.partition() + " could not be read from " + current.path() + " ("
                            + e.getMessage() + "). Nothing was changed; try again once the disk answers.",
                    e);
        }
    }

    private UnknownTopicException deleted() {
        return new UnknownTopicException("Topic '" + log.partition().topic() + "' was deleted while " + log.partition()
                + " was read at offset " + position);
    }

    /** What the checksum of the first batch does not cover; -1 if it is not known, which it is from the second batch on. */
    private long expectedOffset(ChunkReader chunk) {
        if (chunk.position() == 0) {
            return chunk.segment().baseOffset;
        }
        return chunk.segment() == segment && filePositionOffset == position ? position : -1;
    }

    /** Behind it there are no gaps. */
    private long gapsBelow() {
        return log.compaction().state().gapsBelow();
    }

    /** The end of a compacted segment may be missing: reading goes on with the next one. */
    private boolean passGap(LogView view, Segment current) {
        int next = view.segments.indexOf(current) + 1;
        if (position >= gapsBelow() || next == 0 || next == view.segments.size()) {
            return false;
        }
        position = view.segments.get(next).baseOffset;
        return true;
    }

    /** Whether a compaction has put another segment in the place of this one, so that it is worth to look again. */
    private boolean isReplaced(Segment current) {
        log.compaction().awaitReplacement();
        LogView now = log.view();
        return position >= now.startOffset && !now.segments.contains(current) && !now.segments.isEmpty();
    }

    private void requireNotDeleted() {
        LogView now = log.view();
        if (now.isDeleted) {
            throw deleted();
        }
        if (position < now.startOffset) {
            throw new OffsetOutOfRangeException(log.partition(), position, now.startOffset, now.endOffset);
        }
    }

    private static long endOf(LogView view, Segment current) {
        int next = view.segments.indexOf(current) + 1;
        return next == 0 || next == view.segments.size() ? view.endOffset : view.segments.get(next).baseOffset;
    }

    /**
     * What is wrong with a batch or with its place; null if nothing is. Were an offset wrong that no checksum covers, reading would pass over all records before it.
     *
     * @param expected the batch's first offset, unless a compaction has made a gap before it; -1 if that is not known
     * @param end of the segment
     */
    private @Nullable String problem(ChunkReader chunk, long expected, long end) throws IOException {
        String problem = chunk.problem(chunk.segment().baseOffset, end);
        if (problem == null && expected < 0) {
            problem = chunk.unconfirmed();
        }
        if (problem != null) {
            return problem;
        }
        long base = BatchFormat.baseOffset(chunk.bytes(), chunk.start());
        long next = expected < 0 ? position : expected;
        if (base < expected || base > next && base >= gapsBelow()) {
            return "its offset is " + base + ", expected " + next;
        }
        return base > next ? chunk.overlap(end) : null;
    }

    private boolean readChunk(LogView view, ChunkReader chunk, long limit, int maxBytes, List<RecordBatch> out)
            throws IOException {
        int before = bytesRead;
        long expected = expectedOffset(chunk);
        long end = endOf(view, chunk.segment());
        while (position < limit && chunk.next()) {
            String problem = problem(chunk, expected, end);
            if (problem != null) {
                if (isReplaced(chunk.segment())) {
                    return true;
                }
                requireNotDeleted();
                throw chunk.corrupt(problem, position);
            }
            byte[] bytes = chunk.bytes();
            expected = BatchFormat.lastOffset(bytes, chunk.start()) + 1;
            if (expected <= position) {
                continue;
            }
            if (!take(view, bytes, chunk.start(), maxBytes, out)) {
                filePosition = chunk.position();
                return false;
            }
            filePosition = chunk.position() + chunk.batchBytes();
            if (bytesRead - before >= CHUNK_BYTES_MAX) {
                return true;
            }
        }
        return true;
    }
}
