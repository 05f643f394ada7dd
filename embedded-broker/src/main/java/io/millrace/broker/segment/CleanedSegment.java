package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.batch.ByteWriter;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A segment that is being written, by a compaction. Confined to it. */
final class CleanedSegment {

    private static final Logger LOG = LoggerFactory.getLogger(CleanedSegment.class);
    private static final int BUFFER_BYTES = 1 << 20;

    private final Disk disk;
    private final String path;
    private final DiskFile file;
    private final IndexBuilder indexed;
    private final ByteWriter buffer = new ByteWriter(1 << 12);
    private long written;
    private boolean changed;

    private CleanedSegment(Disk disk, String path, DiskFile file, IndexBuilder indexed) {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.indexed = indexed;
    }

    static CleanedSegment create(Disk disk, String directory, long baseOffset, int indexIntervalBytes)
            throws IOException {
        String path = SegmentSwap.cleanedPath(directory, baseOffset);
        DiskFile file = disk.open(path);
        try {
            file.truncate(0);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new CleanedSegment(disk, path, file, new IndexBuilder(baseOffset, indexIntervalBytes));
    }

    void hasChanged() {
        changed = true;
    }

    boolean isChanged() {
        return changed;
    }

    void add(byte[] bytes, int start) throws IOException {
        int size = BatchFormat.sizeBytes(bytes, start);
        indexed.add(bytes, start, written + buffer.size(), size);
        buffer.bytes(bytes, start, size);
        if (buffer.size() >= BUFFER_BYTES) {
            write();
        }
    }

    private void write() throws IOException {
        file.write(written, buffer.array(), 0, buffer.size());
        written += buffer.size();
        buffer.clear();
    }

    long sizeBytes() {
        return written + buffer.size();
    }

    SegmentIndex index() {
        return indexed.close();
    }

    void close() throws IOException {
        try {
            write();
            file.sync();
        } finally {
            file.close();
        }
    }

    /** As far as it works: what stays behind is removed by the next recovery. */
    void discard() {
        try {
            file.close();
            disk.delete(path);
        } catch (IOException e) {
            LOG.warn("{} could not be removed; it goes when the broker is opened again", path, e);
        }
    }
}
