package io.millrace.simulation.process;

import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.broker.disk.DiskLock;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A disk at whose n-th change the process is over, as if it were killed between two system calls. */
final class HaltingDisk implements Disk {

    private final Disk disk;
    private final AtomicLong left;
    private final Runnable halt;

    /**
     * @param changes number of writes, syncs, truncations, renames and deletions at which it halts, counted from 1
     * @param halt ends the process and does not return
     */
    HaltingDisk(Disk disk, long changes, Runnable halt) {
        this.disk = disk;
        this.left = new AtomicLong(changes);
        this.halt = halt;
    }

    private void pass() {
        if (left.decrementAndGet() <= 0) {
            halt.run();
        }
    }

    @Override
    public DiskFile open(String path) throws IOException {
        return new HaltingFile(disk.open(path));
    }

    @Override
    public boolean exists(String path) {
        return disk.exists(path);
    }

    @Override
    public void makeDirectories(String path) throws IOException {
        disk.makeDirectories(path);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        pass();
        disk.rename(from, to);
    }

    @Override
    public void delete(String path) throws IOException {
        pass();
        disk.delete(path);
    }

    @Override
    public void syncDirectory(String path) throws IOException {
        pass();
        disk.syncDirectory(path);
    }

    @Override
    public DiskLock lock(String path) throws IOException {
        return disk.lock(path);
    }

    @Override
    public long usableBytes() throws IOException {
        return disk.usableBytes();
    }

    @Override
    public String describe(String path) {
        return disk.describe(path);
    }

    @Override
    public String incarnation() {
        return disk.incarnation();
    }

    private final class HaltingFile implements DiskFile {

        private final DiskFile file;

        HaltingFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            return file.read(position, into, offset, length);
        }

        @Override
        public void write(long position, byte[] from, int offset, int length) throws IOException {
            pass();
            file.write(position, from, offset, length);
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            pass();
            file.truncate(sizeBytes);
        }

        @Override
        public long sizeBytes() throws IOException {
            return file.sizeBytes();
        }

        @Override
        public void sync() throws IOException {
            pass();
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
