package io.millrace.broker;

import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.broker.disk.DiskLock;
import io.millrace.broker.disk.HeapDisk;
import java.io.IOException;
import java.util.List;

/** A disk in memory on which a change fails: once, with all others until it is mended, or for good, as if the process had died just before it or half-way through it. */
final class CrashDisk implements Disk {

    /** The process is dead. */
    static final class Died extends Error {

        private static final long serialVersionUID = 1L;
    }

    enum Fault {
        FAILS_ONCE,
        /** All changes fail until it is mended, but no sync: as without permission. */
        FAILS_FOR_NOW,
        DIES
    }

    final HeapDisk disk;
    private Fault fault = Fault.FAILS_ONCE;
    private int changesLeft = Integer.MAX_VALUE;
    private int changes;
    private boolean isDead;

    CrashDisk(HeapDisk disk) {
        this.disk = disk;
    }

    void failAt(int change, Fault newFault) {
        changes = 0;
        changesLeft = change;
        fault = newFault;
    }

    /** No change fails any more. */
    void mend() {
        failAt(Integer.MAX_VALUE, Fault.FAILS_ONCE);
    }

    /** Changes since {@link #failAt}. */
    int changes() {
        return changes;
    }

    boolean hasFailed() {
        return changes > changesLeft;
    }

    /** Whether the change may be made. */
    private void change() throws IOException {
        if (isDead) {
            throw new Died();
        }
        boolean isFirst = changes++ == changesLeft;
        if (isFirst || fault == Fault.FAILS_FOR_NOW && hasFailed()) {
            if (fault == Fault.DIES) {
                isDead = true;
                throw new Died();
            }
            throw new IOException("Input/output error");
        }
    }

    private void changeBySync() throws IOException {
        if (fault != Fault.FAILS_FOR_NOW) {
            change();
        }
    }

    @Override
    public DiskFile open(String path) throws IOException {
        if (!disk.exists(path)) {
            change();
        }
        DiskFile file = disk.open(path);
        return new DiskFile() {
            private boolean isClosed;

            @Override
            public int read(long position, byte[] into, int offset, int length) throws IOException {
                if (isClosed) {
                    throw new IOException(path + " is closed");
                }
                return file.read(position, into, offset, length);
            }

            @Override
            public void write(long position, byte[] from, int offset, int length) throws IOException {
                try {
                    change();
                } catch (IOException | Died e) {
                    if (changes == changesLeft + 1) {
                        file.write(position, from, offset, length / 2);
                    }
                    throw e;
                }
                file.write(position, from, offset, length);
            }

            @Override
            public void truncate(long sizeBytes) throws IOException {
                change();
                file.truncate(sizeBytes);
            }

            @Override
            public long sizeBytes() throws IOException {
                return file.sizeBytes();
            }

            @Override
            public void sync() throws IOException {
                changeBySync();
                file.sync();
            }

            @Override
            public void close() throws IOException {
                isClosed = true;
                file.close();
            }
        };
    }

    @Override
    public boolean exists(String path) {
        return disk.exists(path);
    }

    @Override
    public void makeDirectories(String path) throws IOException {
        change();
        disk.makeDirectories(path);
    }

    @Override
    public List<String> list(String directory) {
        return disk.list(directory);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        change();
        disk.rename(from, to);
    }

    @Override
    public void delete(String path) throws IOException {
        change();
        disk.delete(path);
    }

    @Override
    public void syncDirectory(String path) throws IOException {
        changeBySync();
        disk.syncDirectory(path);
    }

    @Override
    public DiskLock lock(String path) throws IOException {
        return disk.lock(path);
    }

    @Override
    public long usableBytes() {
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
}
