package io.millrace.broker.commitlog;

import io.millrace.broker.batch.ByteWriter;
import io.millrace.broker.disk.DiskFile;
import java.io.IOException;

/**
 * The end of the commit log, where entries are added. {@link #append} needs the decision lock; the other methods are called by one thread
 * at a time, that of the commit pipeline.
 */
public final class CommitLog {

    private final CommitLogFiles files;

    // Both buffers change places under the decision lock.
    private ByteWriter buffer = new ByteWriter(1 << 12);
    private ByteWriter writing = new ByteWriter(1 << 12);

    private DiskFile file;
    private long fileNumber;
    private volatile long sizeBytes;
    private boolean namesUnsynced;

    CommitLog(CommitLogFiles files, DiskFile file, long fileNumber, long sizeBytes) {
        this.files = files;
        this.file = file;
        this.fileNumber = fileNumber;
        this.sizeBytes = sizeBytes;
        namesUnsynced = true;
    }

    /** Adds an entry to the buffer. */
    public void append(LogEntry entry) {
        EntryCodec.write(entry, buffer);
    }

    /** Takes what was added so far; {@link #write()} writes it. Needs the decision lock. */
    public void seal() {
        if (writing.size() > 0) {
            throw new IllegalStateException("The last entries were not written");
        }
        ByteWriter full = buffer;
        buffer = writing;
        writing = full;
    }

    /**
     * Writes what was sealed.
     *
     * @throws PartialWriteException if the file could not be put back to what it was
     * @throws IOException if nothing was written
     */
    public void write() throws IOException {
        if (writing.size() == 0) {
            return;
        }
        int count = writing.size();
        try {
            file.write(sizeBytes, writing.array(), 0, count);
        } catch (IOException e) {
            cutBack(e);
            throw e;
        } finally {
            writing.clear();
        }
        sizeBytes += count;
    }

    private void cutBack(IOException failure) throws PartialWriteException {
        try {
            if (file.sizeBytes() > sizeBytes) {
                file.truncate(sizeBytes);
                // Whatever the durability: a power loss that undoes the cut would bring a decision back whose
                // transaction is aborted.
                file.sync();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw new PartialWriteException(path(), failure);
        }
    }

    /** Entries may be in the file that should not be. */
    public static final class PartialWriteException extends IOException {

        private static final long serialVersionUID = 1L;

        PartialWriteException(String path, IOException cause) {
            super("A partial write to " + path + " could not be cut off", cause);
        }
    }

    public void sync() throws IOException {
        file.sync();
        if (namesUnsynced) {
            files.syncNames();
            namesUnsynced = false;
        }
    }

    public String path() {
        return files.describe(fileNumber);
    }

    /** Bytes since the last snapshot. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** Goes on in a new file, and returns its number: a snapshot of what was decided so far can take that number. */
    public long roll() throws IOException {
        DiskFile next = files.create(fileNumber + 1);
        DiskFile before = file;
        file = next;
        fileNumber++;
        sizeBytes = 0;
        namesUnsynced = true;
        before.close();
        return fileNumber;
    }

    public void close() throws IOException {
        file.close();
    }
}
