package io.millrace.broker.segment;

import io.millrace.broker.batch.ByteReader;
import io.millrace.broker.batch.ByteWriter;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import java.io.IOException;
import java.util.Arrays;

/**
 * Sparse index of one segment, by offset and by time. Thread-safe: the writer adds while readers search; the lock covers array
 * accesses only.
 */
final class SegmentIndex {

    private static final int OFFSET_ENTRY_BYTES = 8;
    private static final int TIME_ENTRY_BYTES = 12;
    private static final int INITIAL_ENTRIES = 16;

    private final Object lock = new Object();
    // All guarded by lock. Offsets are relative to the segment's base offset.
    private int[] offsets = new int[INITIAL_ENTRIES];
    private int[] positions = new int[INITIAL_ENTRIES];
    private int count;
    private long[] timestamps = new long[INITIAL_ENTRIES];
    private int[] timeOffsets = new int[INITIAL_ENTRIES];
    private int timeCount;

    /** An entry for the batch at {@code position} that ends with {@code lastOffset} (relative). */
    void add(int lastOffset, int position) {
        synchronized (lock) {
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, count * 2);
                positions = Arrays.copyOf(positions, count * 2);
            }
            offsets[count] = lastOffset;
            positions[count++] = position;
        }
    }

    /** An entry for the largest timestamp so far; ignored unless it is larger than the last. */
    void addTime(long timestamp, int offset) {
        synchronized (lock) {
            if (timeCount > 0 && timestamp <= timestamps[timeCount - 1]) {
                return;
            }
            if (timeCount == timestamps.length) {
                timestamps = Arrays.copyOf(timestamps, timeCount * 2);
                timeOffsets = Arrays.copyOf(timeOffsets, timeCount * 2);
            }
            timestamps[timeCount] = timestamp;
            timeOffsets[timeCount++] = offset;
        }
    }

    /** A position at or before the batch that holds the relative offset. */
    int floorPosition(long offset) {
        synchronized (lock) {
            int low = 0;
            int high = count - 1;
            int found = 0;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                if (offsets[middle] <= offset) {
                    found = positions[middle];
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return found;
        }
    }

    /** A relative offset such that all batches that end at or before it have smaller timestamps only; -1 if there is none. */
    int offsetBefore(long timestamp) {
        synchronized (lock) {
            int found = -1;
            for (int low = 0, high = timeCount - 1; low <= high; ) {
                int middle = (low + high) >>> 1;
                if (timestamps[middle] < timestamp) {
                    found = timeOffsets[middle];
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return found;
        }
    }

    /** Largest timestamp noted; -1 if none. */
    long lastTimestamp() {
        synchronized (lock) {
            return timeCount == 0 ? -1 : timestamps[timeCount - 1];
        }
    }

    int lastTimestampOffset() {
        synchronized (lock) {
            return timeCount == 0 ? 0 : timeOffsets[timeCount - 1];
        }
    }

    /** Drops entries of batches at or behind a position, and of timestamps at or behind an offset. */
    void cut(long position, long offset) {
        synchronized (lock) {
            while (count > 0 && (positions[count - 1] >= position || offsets[count - 1] >= offset)) {
                count--;
            }
            while (timeCount > 0 && timeOffsets[timeCount - 1] >= offset) {
                timeCount--;
            }
        }
    }

    void save(Disk disk, String directory, long baseOffset) throws IOException {
        ByteWriter offsetEntries = new ByteWriter(64);
        ByteWriter timeEntries = new ByteWriter(64);
        synchronized (lock) {
            for (int i = 0; i < count; i++) {
                offsetEntries.int32(offsets[i]);
                offsetEntries.int32(positions[i]);
            }
            for (int i = 0; i < timeCount; i++) {
                timeEntries.int64(timestamps[i]);
                timeEntries.int32(timeOffsets[i]);
            }
        }
        replace(disk, SegmentFiles.path(directory, baseOffset, SegmentFiles.OFFSET_INDEX), offsetEntries);
        replace(disk, SegmentFiles.path(directory, baseOffset, SegmentFiles.TIME_INDEX), timeEntries);
    }

    private static void replace(Disk disk, String path, ByteWriter content) throws IOException {
        try (DiskFile file = disk.open(path)) {
            if (file.sizeBytes() > content.size()) {
                file.truncate(content.size());
            }
            file.write(0, content.array(), 0, content.size());
        }
    }

    /**
     * Reads the index of a segment as far as it makes sense: entries must ascend and lie before {@code sizeBytes} and {@code endOffset}
     * (relative).
     */
    static SegmentIndex load(Disk disk, String directory, long baseOffset, long sizeBytes, long endOffset)
            throws IOException {
        SegmentIndex index = new SegmentIndex();
        ByteReader entries =
                read(disk, SegmentFiles.path(directory, baseOffset, SegmentFiles.OFFSET_INDEX), OFFSET_ENTRY_BYTES);
        int previousOffset = -1;
        int previousPosition = -1;
        while (entries.hasMore()) {
            int offset = entries.int32();
            int position = entries.int32();
            if (offset <= previousOffset
                    || position <= previousPosition
                    || position >= sizeBytes
                    || offset >= endOffset) {
                break;
            }
            index.add(offset, position);
            previousOffset = offset;
            previousPosition = position;
        }
        ByteReader times =
                read(disk, SegmentFiles.path(directory, baseOffset, SegmentFiles.TIME_INDEX), TIME_ENTRY_BYTES);
        while (times.hasMore()) {
            long timestamp = times.int64();
            int offset = times.int32();
            if (timestamp <= index.lastTimestamp() || offset < index.lastTimestampOffset() || offset >= endOffset) {
                break;
            }
            index.addTime(timestamp, offset);
        }
        return index;
    }

    private static ByteReader read(Disk disk, String path, int entryBytes) throws IOException {
        if (!disk.exists(path)) {
            return new ByteReader(new byte[0], 0, 0);
        }
        try (DiskFile file = disk.open(path)) {
            byte[] bytes = new byte[(int) Math.min(file.sizeBytes(), Integer.MAX_VALUE - 8)];
            int length = file.read(0, bytes, 0, bytes.length);
            return new ByteReader(bytes, 0, length - length % entryBytes);
        }
    }
}
