package io.millrace.broker;

import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.broker.disk.DiskLock;
import io.millrace.broker.disk.HeapDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk in memory that counts syncs, fills up, fails syncs, and can be started anew like a machine. */
final class FaultDisk implements Disk {

    final HeapDisk disk;
    final List<String> syncs = new ArrayList<>();
    private long writableBytes = Long.MAX_VALUE;
    private boolean syncsFail;
    private boolean nextSyncFails;
    private @Nullable String writeFailure;
    private long writtenBytes;
    // Syncs that somebody waits for one after the other.
    private int rounds;
    private String incarnation = "first";

    FaultDisk() {
        this(new HeapDisk());
    }

    FaultDisk(HeapDisk disk) {
        this.disk = disk;
    }

    /** Lets so many more bytes be written; the write that passes them is cut short. */
    void fillUpAfter(long bytes) {
        writableBytes = bytes;
    }

    /** Bytes written to all files since ever. */
    long writtenBytes() {
        return writtenBytes;
    }

    /** From now on writes fail with this message; null for none. */
    void failWrites(@Nullable String message) {
        writeFailure = message;
    }

    void syncAgain() {
        syncsFail = false;
    }

    void failSyncs() {
        syncsFail = true;
    }

    /** One sync fails, and those after it say that all is well, as Linux does. */
    void failNextSync() {
        nextSyncFails = true;
    }

    void startMachineAnew(String newIncarnation) {
        incarnation = newIncarnation;
        disk.releaseLocks();
    }

    @Override
    public DiskFile open(String path) throws IOException {
        return new FaultFile(path, disk.open(path));
    }

    private final class FaultFile implements DiskFile {

        private final String path;
        private final DiskFile file;

        FaultFile(String path, DiskFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            return file.read(position, into, offset, length);
        }

        @Override
        public void write(long position, byte[] from, int offset, int length) throws IOException {
            if (writeFailure != null) {
                throw new IOException(writeFailure);
            }
            int fits = (int) Math.min(length, writableBytes);
            file.write(position, from, offset, fits);
            writtenBytes += fits;
            writableBytes -= writableBytes == Long.MAX_VALUE ? 0 : fits;
            if (fits < length) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            file.truncate(sizeBytes);
        }

        @Override
        public long sizeBytes() throws IOException {
            return file.sizeBytes();
        }

        @Override
        public void sync() throws IOException {
            if (syncsFail || nextSyncFails) {
                nextSyncFails = false;
                throw new IOException("Input/output error");
            }
            syncs.add(path);
            rounds++;
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Syncs that were waited for one after the other: of those that wait side by side only the longest row counts. */
    int rounds() {
        return rounds;
    }

    @Override
    public void together(List<IoWork> works) throws IOException {
        int before = rounds;
        int longest = 0;
        for (IoWork work : works) {
            rounds = 0;
            work.run();
            longest = Math.max(longest, rounds);
        }
        rounds = before + longest;
    }

    @Override
    public boolean exists(String path) {
        return disk.exists(path);
    }

    @Override
    public void makeDirectories(String path) {
        disk.makeDirectories(path);
    }

    @Override
    public List<String> list(String directory) {
        return disk.list(directory);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String path) throws IOException {
        if (writableBytes != Long.MAX_VALUE
                && disk.exists(path)
                && disk.list(path).isEmpty()) {
            try (DiskFile file = disk.open(path)) {
                writableBytes += file.sizeBytes();
            }
        }
        disk.delete(path);
    }

    @Override
    public void syncDirectory(String path) {
        rounds++;
        disk.syncDirectory(path);
    }

    @Override
    public DiskLock lock(String path) throws IOException {
        return disk.lock(path);
    }

    @Override
    public long usableBytes() {
        return Math.min(writableBytes, disk.usableBytes());
    }

    @Override
    public String describe(String path) {
        return disk.describe(path);
    }

    @Override
    public String incarnation() {
        return incarnation;
    }
}
