package io.millrace.broker.inspect;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks over the batches of one partition's files, and checks each. Confined to its caller. */
final class PartitionScan {

    private static final String LOG = ".log";
    private static final int WINDOW_BYTES = 1 << 20;

    private final Disk disk;
    private final String directory;
    // Of the scan: offset of the next batch at least.
    private long expected;

    PartitionScan(Disk disk, String directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Gets what a scan finds. */
    interface Visitor {

        /** A whole batch, in an array of its own. */
        void batch(byte[] batch);

        /**
         * Bytes that are no batch.
         *
         * @return whether to go on behind them
         */
        boolean problem(Problem problem);
    }

    /**
     * Bytes that are not a whole batch.
     *
     * @param endPosition where the next whole batch begins, or the file ends
     * @param offset that the batch should have
     * @param isAtEnd whether nothing whole follows in the newest file, where an application that is running, or was killed, leaves unfinished writes
     */
    record Problem(String file, long position, long endPosition, long offset, String what, boolean isAtEnd) {}

    /** Reads all files, oldest first, as far as the visitor wants. */
    void run(Visitor visitor) throws IOException {
        List<String> files = logs();
        expected = 0;
        for (int i = 0; i < files.size(); i++) {
            if (!scan(directory + "/" + files.get(i), i == files.size() - 1, visitor)) {
                return;
            }
        }
    }

    /** After a scan: the offset behind the last whole batch, or at which the files begin. */
    long endOffset() {
        return expected;
    }

    private List<String> logs() throws IOException {
        return disk.list(directory).stream()
                .filter(name -> name.matches("[0-9]{20}[.]log"))
                .toList();
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

    /** False if the visitor has seen enough. */
    private boolean scan(String path, boolean isNewest, Visitor visitor) throws IOException {
        try (DiskFile file = disk.open(path)) {
            long size = file.sizeBytes();
            long position = 0;
            String name = path.substring(directory.length() + 1, path.length() - LOG.length());
            expected = Math.max(expected, Long.parseLong(name));
            while (position < size) {
                byte[] batch = read(file, position, size);
                String what = problem(batch);
                if (batch != null && what == null) {
                    visitor.batch(batch);
                    expected = BatchFormat.lastOffset(batch, 0) + 1;
                    position += batch.length;
                    continue;
                }
                long next = findWholeBatch(file, position + 1, size);
                boolean isAtEnd = isNewest && next == size;
                if (!visitor.problem(
                        new Problem(disk.describe(path), position, next, expected, String.valueOf(what), isAtEnd))) {
                    return false;
                }
                position = next;
            }
        }
        return true;
    }

    private @Nullable String problem(byte @Nullable [] batch) {
        if (batch == null) {
            return "the batch is cut short";
        }
        String problem = BatchFormat.problem(batch, 0, batch.length);
        if (problem == null && BatchFormat.baseOffset(batch, 0) < expected) {
            return "its offset is " + BatchFormat.baseOffset(batch, 0) + ", expected " + expected;
        }
        return problem;
    }

    /** Position of the next whole batch; the size if there is none. */
    private long findWholeBatch(DiskFile file, long from, long size) throws IOException {
        for (long position = from; position + BatchFormat.HEADER_BYTES <= size; position += WINDOW_BYTES) {
            byte[] window = new byte[(int) Math.min(WINDOW_BYTES + BatchFormat.HEADER_BYTES, size - position)];
            int length = file.read(position, window, 0, window.length);
            for (int i = 0; i < WINDOW_BYTES && i + BatchFormat.HEADER_BYTES <= length; i++) {
                if (BatchFormat.magic(window, i) == BatchFormat.MAGIC) {
                    byte[] batch = read(file, position + i, size);
                    if (batch != null && problem(batch) == null) {
                        return position + i;
                    }
                }
            }
        }
        return size;
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
