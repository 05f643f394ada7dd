package io.millrace.broker.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file through two {@link RandomAccessFile}s, one for reading and one for writing, each with a lock around seek and transfer.
 *
 * <p>Not through a {@code FileChannel}: an interrupt of any thread that uses a channel closes it for all. The locks cover one transfer each;
 * they are there because a {@code RandomAccessFile} has one position.
 */
final class FileHandle implements DiskFile {

    private final Path path;
    private final OpenFiles openFiles;
    private final boolean isReadOnly;

    private final ReentrantLock readLock = new ReentrantLock();
    private @Nullable RandomAccessFile reading;

    private final ReentrantLock writeLock = new ReentrantLock();
    private @Nullable RandomAccessFile writing;

    // All three guarded by the write lock. The first two are equal while everything is synced.
    private long writes;
    private long syncedWrites;
    private int syncsUnderWay;
    private volatile boolean closed;
    private volatile long lastUse;

    FileHandle(Path path, OpenFiles openFiles, boolean isReadOnly) {
        this.path = path;
        this.openFiles = openFiles;
        this.isReadOnly = isReadOnly;
    }

    void create() throws IOException {
        if (isReadOnly) {
            sizeBytes();
            return;
        }
        writeLock.lock();
        try {
            writer();
        } finally {
            writeLock.unlock();
        }
    }

    long lastUse() {
        return lastUse;
    }

    private RandomAccessFile writer() throws IOException {
        lastUse = openFiles.nextUse();
        RandomAccessFile file = writing;
        if (file == null) {
            requireOpen();
            if (isReadOnly) {
                throw new IOException("File " + path + " was opened for reading only");
            }
            file = openFiles.open(path, "rw");
            writing = file;
            openFiles.opened(this);
        }
        return file;
    }

    private RandomAccessFile reader() throws IOException {
        lastUse = openFiles.nextUse();
        RandomAccessFile file = reading;
        if (file == null) {
            requireOpen();
            file = openFiles.open(path, "r");
            reading = file;
            openFiles.opened(this);
        }
        return file;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("File " + path + " is closed");
        }
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        readLock.lock();
        try {
            RandomAccessFile file = reader();
            file.seek(position);
            int done = 0;
            while (done < length) {
                int count = file.read(into, offset + done, length - done);
                if (count < 0) {
                    break;
                }
                done += count;
            }
            return done;
        } finally {
            readLock.unlock();
        }
    }

    @Override
    public void write(long position, byte[] from, int offset, int length) throws IOException {
        writeLock.lock();
        try {
            RandomAccessFile file = writer();
            writes++;
            file.seek(position);
            file.write(from, offset, length);
        } finally {
            writeLock.unlock();
        }
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        writeLock.lock();
        try {
            RandomAccessFile file = writer();
            if (sizeBytes > file.length()) {
                throw new IllegalArgumentException(
                        "Cannot cut " + path + " of " + file.length() + " bytes to " + sizeBytes);
            }
            writes++;
            file.setLength(sizeBytes);
        } finally {
            writeLock.unlock();
        }
    }

    @Override
    public long sizeBytes() throws IOException {
        if (isReadOnly) {
            readLock.lock();
            try {
                return reader().length();
            } finally {
                readLock.unlock();
            }
        }
        writeLock.lock();
        try {
            return writer().length();
        } finally {
            writeLock.unlock();
        }
    }

    /** Syncs beside the writer, which goes on: only the descriptor is taken under the lock. */
    @Override
    public void sync() throws IOException {
        RandomAccessFile file;
        long covered;
        writeLock.lock();
        try {
            file = writer();
            covered = writes;
            syncsUnderWay++;
        } finally {
            writeLock.unlock();
        }
        boolean isSynced = false;
        try {
            file.getFD().sync();
            isSynced = true;
        } finally {
            writeLock.lock();
            try {
                syncsUnderWay--;
                if (isSynced) {
                    syncedWrites = Math.max(syncedWrites, covered);
                }
            } finally {
                writeLock.unlock();
            }
        }
    }

    /** Closes the descriptors of an idle file; nothing if it is in use or has bytes that are not synced. */
    boolean tryRelease() throws IOException {
        if (!writeLock.tryLock()) {
            return false;
        }
        try {
            if (writes != syncedWrites || syncsUnderWay > 0 || !readLock.tryLock()) {
                return false;
            }
            try {
                release();
                return true;
            } finally {
                readLock.unlock();
            }
        } finally {
            writeLock.unlock();
        }
    }

    private void release() throws IOException {
        RandomAccessFile reader = reading;
        RandomAccessFile writer = writing;
        reading = null;
        writing = null;
        openFiles.released(this);
        try (reader;
                writer) {
            assert reader == null || reader != writer;
        }
    }

    @Override
    public void close() throws IOException {
        writeLock.lock();
        try {
            readLock.lock();
            try {
                closed = true;
                release();
            } finally {
                readLock.unlock();
            }
        } finally {
            writeLock.unlock();
        }
    }
}
