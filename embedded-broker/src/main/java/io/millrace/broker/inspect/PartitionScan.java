package io.millrace.broker.inspect;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks over the batches of one partition's files, and checks each. */
final class PartitionScan {

    private static final String LOG = ".log";

    private final Disk disk;
    private final String directory;

    PartitionScan(Disk disk, String directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Gets what a scan finds. */
    interface Visitor {

        /** A whole batch, in an array of its own. */
        void batch(byte[] batch);

        /** The file cannot be read any further. */
        void problem(Problem problem);
    }

    /**
     * Bytes that are not a whole batch.
     *
     * @param isAtEnd whether it is at the end of the newest file, where an application that is running, or was killed, leaves unfinished writes
     */
    record Problem(String file, long position, long sizeBytes, String what, boolean isAtEnd) {}

    /** Reads all files, oldest first; a file with a problem is left at that place. */
    void run(Visitor visitor) throws IOException {
        List<String> files = logs();
        for (int i = 0; i < files.size(); i++) {
            scan(directory + "/" + files.get(i), i == files.size() - 1, visitor);
        }
    }

    private List<String> logs() throws IOException {
        return disk.list(directory).stream().filter(name -> name.endsWith(LOG)).toList();
    }

    /** Number of files and bytes. */
    long sizeBytes() throws IOException {
        long size = 0;
        for (String name : logs()) {
            try (DiskFile file = disk.open(directory + "/" + name)) {
                size += file.sizeBytes();
            }
        }
        return size;
    }

    private void scan(String path, boolean isNewest, Visitor visitor) throws IOException {
        try (DiskFile file = disk.open(path)) {
            long size = file.sizeBytes();
            long position = 0;
            while (position < size) {
                byte[] batch = read(file, position, size);
                String what = batch == null ? "the batch is cut short" : BatchFormat.problem(batch, 0, batch.length);
                if (batch == null || what != null) {
                    visitor.problem(new Problem(disk.describe(path), position, size, String.valueOf(what), isNewest));
                    return;
                }
                visitor.batch(batch);
                position += batch.length;
            }
        }
    }

    private static byte @Nullable [] read(DiskFile file, long position, long size) throws IOException {
        byte[] header = new byte[BatchFormat.HEADER_BYTES];
        if (file.read(position, header, 0, header.length) < header.length) {
            return null;
        }
        int batchBytes = BatchFormat.sizeBytes(header, 0);
        if (batchBytes < BatchFormat.HEADER_BYTES || batchBytes > size - position) {
            return null;
        }
        byte[] batch = new byte[batchBytes];
        return file.read(position, batch, 0, batchBytes) < batchBytes ? null : batch;
    }
}
