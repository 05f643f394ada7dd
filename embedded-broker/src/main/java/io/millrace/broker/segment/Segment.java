package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.log.CorruptLogException;
import io.millrace.time.Clock;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of a partition's log with its indexes. The partition's writer appends to the last one; all may be read at any time. The index of a
 * closed segment is read from its file when somebody looks something up, and may be forgotten again.
 */
final class Segment {

    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);
    private static final int REBUILD_CHUNK_BYTES = 1 << 20;
    private static final long UNKNOWN = -1;

    private final Disk disk;
    private final String directory;
    private final LogSettings settings;
    final long baseOffset;
    final DiskFile log;

    // Written by the partition's writer, read by all.
    private volatile long sizeBytes;
    private volatile boolean closed;
    // Of an open segment.
    private volatile @Nullable SegmentIndex index;
    private volatile SoftReference<SegmentIndex> loadedIndex = new SoftReference<>(null);

    // Wall-clock time of the last append; of a segment from before the broker was opened, when its file was changed
    // last.
    private volatile long lastAppendMs;
    // Monotonic time of the first append in this process.
    private volatile long firstAppendNanos;
    private volatile long maxTimestamp = UNKNOWN;

    // Confined to the writer.
    private int bytesSinceEntry;
    private long maxTimestampOffset;

    private Segment(Disk disk, String directory, LogSettings settings, long baseOffset, DiskFile log, long sizeBytes) {
        this.disk = disk;
        this.directory = directory;
        this.settings = settings;
        this.baseOffset = baseOffset;
        this.log = log;
        this.sizeBytes = sizeBytes;
    }

    /** Opens the file, makes it if there is none. The segment is closed for appends until {@link #reopen}. */
    static Segment open(Disk disk, Clock clock, String directory, LogSettings settings, long baseOffset)
            throws IOException {
        String path = SegmentFiles.path(directory, baseOffset, SegmentFiles.LOG);
        DiskFile log = disk.open(path);
        try {
            Segment segment = new Segment(disk, directory, settings, baseOffset, log, log.sizeBytes());
            segment.closed = true;
            segment.lastAppendMs = disk.lastModifiedMs(path).orElseGet(clock::wallMs);
            segment.firstAppendNanos = clock.monotonicNanos();
            return segment;
        } catch (IOException e) {
            log.close();
            throw e;
        }
    }

    /** A closed segment that was just written, with its index; the files of the index are made if they can be. */
    static Segment replacement(
            Disk disk, Clock clock, String directory, LogSettings settings, long baseOffset, SegmentIndex index)
            throws IOException {
        saveOrRemove(index, disk, directory, baseOffset);
        Segment segment = open(disk, clock, directory, settings, baseOffset);
        segment.loadedIndex = new SoftReference<>(index);
        segment.maxTimestamp = index.lastTimestamp();
        return segment;
    }

    /** Without index files the index is made from the segment; with a part of them it would miss the newest time. */
    private static void saveOrRemove(SegmentIndex index, Disk disk, String directory, long baseOffset)
            throws IOException {
        try {
            index.save(disk, directory, baseOffset);
        } catch (IOException e) {
            SegmentFiles.deleteIndexes(disk, directory, baseOffset);
            LOG.warn(
                    "The index of {} could not be written; it is made from the segment when it is needed",
                    disk.describe(SegmentFiles.path(directory, baseOffset, SegmentFiles.LOG)),
                    e);
        }
    }

    /** A new segment that is appended to. */
    static Segment create(Disk disk, Clock clock, String directory, LogSettings settings, long baseOffset)
            throws IOException {
        Segment segment = open(disk, clock, directory, settings, baseOffset);
        if (segment.sizeBytes > 0) {
            segment.log.truncate(0);
            segment.sizeBytes = 0;
        }
        segment.index = new SegmentIndex();
        segment.closed = false;
        return segment;
    }

    String path() {
        return disk.describe(SegmentFiles.path(directory, baseOffset, SegmentFiles.LOG));
    }

    long sizeBytes() {
        return sizeBytes;
    }

    long maxTimestamp() {
        return maxTimestamp;
    }

    long lastAppendMs() {
        return lastAppendMs;
    }

    /**
     * Largest timestamp; -1 if there is none.
     *
     * @throws CorruptLogException if the segment cannot be read to its end: then nobody may count on how old it is
     */
    long largestTimestamp() throws IOException {
        if (maxTimestamp == UNKNOWN && closed && sizeBytes > 0) {
            SegmentIndex known = index();
            maxTimestamp = largestTimestamp(known.lastTimestamp(), known.lastTimestampOffset());
        }
        return maxTimestamp;
    }

    /**
     * Index files are not synced, and no checksum covers them: a power loss may leave zeros there, or take their ends, and segments would seem old. So the batch that the
     * index names is looked at, and those behind it.
     */
    private long largestTimestamp(long indexed, long indexedOffset) throws IOException {
        long lastOffset = baseOffset + indexedOffset;
        ChunkReader chunk = new ChunkReader(this, floorPosition(lastOffset), sizeBytes, REBUILD_CHUNK_BYTES);
        long largest = UNKNOWN;
        long nextOffset = baseOffset;
        boolean isAsIndexed = false;
        while (chunk.next()) {
            String problem = chunk.problem(nextOffset, Long.MAX_VALUE);
            if (problem != null) {
                throw chunk.corrupt(problem, nextOffset);
            }
            long timestamp = BatchFormat.maxTimestamp(chunk.bytes(), chunk.start());
            long last = BatchFormat.lastOffset(chunk.bytes(), chunk.start());
            isAsIndexed |= timestamp == indexed && last == lastOffset;
            largest = Math.max(largest, timestamp);
            nextOffset = last + 1;
        }
        return isAsIndexed ? largest : rebuildIndex().lastTimestamp();
    }

    long maxTimestampOffset() {
        return maxTimestampOffset;
    }

    /** Makes the segment take appends, at first with what its index file knows of the bytes before {@code position}. */
    void reopen(long position, long offset, long knownMaxTimestamp, long knownMaxTimestampOffset) throws IOException {
        index = SegmentIndex.load(disk, directory, baseOffset, position, offset - baseOffset);
        maxTimestamp = knownMaxTimestamp;
        maxTimestampOffset = knownMaxTimestampOffset;
        bytesSinceEntry = 0;
        closed = false;
    }

    /** Whether a batch can go into this segment without passing its size, or what a relative offset and position can hold. */
    boolean hasRoomFor(int batchBytes, long lastOffset, int segmentBytes) {
        long sizeAfter = sizeBytes + batchBytes;
        return !closed
                && (sizeBytes == 0 || (sizeAfter <= segmentBytes && lastOffset - baseOffset < Integer.MAX_VALUE));
    }

    /** Whether it has been appended to for longer than {@code segmentMs}. */
    boolean isOld(long nowNanos, long segmentMs) {
        return sizeBytes > 0 && nowNanos - firstAppendNanos >= TimeUnit.MILLISECONDS.toNanos(segmentMs);
    }

    /**
     * Writes a batch at the end.
     *
     * @throws IOException if not all of it was written; the end has not moved and the caller has to cut the file back
     */
    void append(byte[] bytes, int batchBytes, Clock clock) throws IOException {
        long position = sizeBytes;
        if (position == 0) {
            firstAppendNanos = clock.monotonicNanos();
        }
        lastAppendMs = clock.wallMs();
        log.write(position, bytes, 0, batchBytes);
        indexBatch(bytes, 0, position, batchBytes);
        sizeBytes = position + batchBytes;
    }

    /** Cuts off what a failed append has left behind the end. */
    void cutBack() throws IOException {
        if (log.sizeBytes() > sizeBytes) {
            log.truncate(sizeBytes);
        }
    }

    /** Takes note of a batch that is in the file, live or in a recovery. */
    void indexBatch(byte[] bytes, int start, long position, int batchBytes) {
        SegmentIndex open = index;
        if (open == null) {
            throw new IllegalStateException("Segment " + path() + " is closed");
        }
        long lastOffset = BatchFormat.lastOffset(bytes, start);
        long timestamp = BatchFormat.maxTimestamp(bytes, start);
        if (timestamp > maxTimestamp) {
            maxTimestamp = timestamp;
            maxTimestampOffset = lastOffset;
        }
        if (bytesSinceEntry > settings.indexIntervalBytes()) {
            open.add((int) (lastOffset - baseOffset), (int) position);
            open.addTime(maxTimestamp, (int) (maxTimestampOffset - baseOffset));
            bytesSinceEntry = 0;
        }
        bytesSinceEntry += batchBytes;
    }

    /** Ends appending: the indexes go to their files. */
    void close(boolean keepReadable) throws IOException {
        saveIndex();
        closed = true;
        SegmentIndex open = index;
        if (open != null) {
            loadedIndex = new SoftReference<>(open);
        }
        index = null;
        if (!keepReadable) {
            log.close();
        }
    }

    void saveIndex() throws IOException {
        SegmentIndex open = index;
        if (open != null) {
            if (maxTimestamp >= 0) {
                open.addTime(maxTimestamp, (int) (maxTimestampOffset - baseOffset));
            }
            open.save(disk, directory, baseOffset);
        }
    }

    /** Cuts the segment to {@code position}, where {@code offset} begins. */
    void truncate(long position) throws IOException {
        log.truncate(position);
        sizeBytes = position;
    }

    /** A position at or before the batch that holds the offset. What the index says is checked; if it is wrong, it is made anew. */
    long floorPosition(long offset) throws IOException {
        long position = index().floorPosition(offset - baseOffset);
        if (position == 0 || beginsBatch(position, offset)) {
            return position;
        }
        LOG.warn(
                "The index of {} points at position {}, where no fitting batch begins; it is made anew",
                path(),
                position);
        SegmentIndex anew = rebuildIndex();
        if (index != null) {
            // The writer goes on with its own; readers of this segment take the long way until it is closed.
            return 0;
        }
        loadedIndex = new SoftReference<>(anew);
        return anew.floorPosition(offset - baseOffset);
    }

    private boolean beginsBatch(long position, long offset) throws IOException {
        byte[] header = new byte[BatchFormat.HEADER_BYTES];
        return log.read(position, header, 0, header.length) == header.length
                && BatchFormat.magic(header, 0) == BatchFormat.MAGIC
                && BatchFormat.baseOffset(header, 0) >= baseOffset
                && BatchFormat.baseOffset(header, 0) <= offset;
    }

    /** Reads the segment as far as it is whole. */
    private SegmentIndex rebuildIndex() throws IOException {
        IndexBuilder anew = new IndexBuilder(baseOffset, settings.indexIntervalBytes());
        ChunkReader chunk = new ChunkReader(this, 0, sizeBytes, REBUILD_CHUNK_BYTES);
        while (chunk.next() && chunk.problem() == null) {
            anew.add(chunk.bytes(), chunk.start(), chunk.position(), chunk.batchBytes());
        }
        return anew.close();
    }

    /** An offset at or before the first batch whose timestamp is at least {@code timestamp}. */
    long floorOffset(long timestamp) throws IOException {
        return baseOffset + index().offsetBefore(timestamp) + 1;
    }

    private SegmentIndex index() throws IOException {
        SegmentIndex open = index;
        if (open != null) {
            return open;
        }
        SegmentIndex loaded = loadedIndex.get();
        if (loaded == null) {
            loaded = SegmentIndex.load(disk, directory, baseOffset, sizeBytes, Integer.MAX_VALUE);
            if (loaded.lastTimestamp() < 0 && sizeBytes > settings.indexIntervalBytes()) {
                loaded = rebuildIndex();
            }
            loadedIndex = new SoftReference<>(loaded);
        }
        return loaded;
    }

    boolean isClosed() {
        return closed;
    }

    /** Removes the segment's files. */
    void delete() throws IOException {
        log.close();
        // The log goes first: without it the indexes are strays that are ignored.
        disk.delete(SegmentFiles.path(directory, baseOffset, SegmentFiles.LOG));
        SegmentFiles.deleteIndexes(disk, directory, baseOffset);
    }
}
