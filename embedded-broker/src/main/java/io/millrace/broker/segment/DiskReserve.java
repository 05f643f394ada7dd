package io.millrace.broker.segment;

import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.log.BrokerUnavailableException;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Space that is kept for when there is none: the file {@code reserve}, full of zeros. When a write finds the disk full, the file goes. From then on data is refused, so that what it held is left
 * for decisions, markers and the snapshot of a close; until there is room for the file again. Thread-safe.
 */
public final class DiskReserve {

    private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);

    public static final String FILE = "reserve";
    private static final int CHUNK_BYTES = 1 << 20;

    private final Disk disk;
    private final long sizeBytes;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean isGone;
    private volatile Runnable onGone = () -> {};

    /** @param sizeBytes 0 for no reserve */
    public DiskReserve(Disk disk, long sizeBytes) {
        this.disk = disk;
        this.sizeBytes = sizeBytes;
    }

    /** @throws BrokerUnavailableException if the disk was found to be full, and still is */
    void requireRoom() {
        if (isGone) {
            throw new BrokerUnavailableException(
                    "The disk of " + disk.describe("")
                            + " is full: nothing is appended until there is room for the reserve of " + sizeBytes
                            + " bytes again. Nothing of this was kept, all earlier data is safe. Free space on the disk; it goes on by itself.");
        }
    }

    /** Calls it when the reserve goes, on the thread whose write failed; it must be quick. */
    public void whenGone(Runnable listener) {
        onGone = listener;
    }

    /** Whether the reserve was given up and is not there again. */
    public boolean isGone() {
        return isGone;
    }

    /** A write failed. If that was because the disk is full, the reserve goes. */
    public void writeFailed(IOException failure) {
        if (sizeBytes == 0 || isGone || !isFull(failure)) {
            return;
        }
        lock.lock();
        try {
            disk.delete(FILE);
            isGone = true;
            LOG.warn(
                    "The disk of {} is full: its reserve of {} bytes was given up for commits, aborts and the close. Free space on the disk.",
                    disk.describe(""),
                    sizeBytes);
            onGone.run();
        } catch (IOException e) {
            failure.addSuppressed(e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * For data that cannot be opened: gives up what a broker has left on the disk if that is full.
     *
     * @return whether it is worth to try again
     */
    public static boolean release(Disk disk, Throwable failure) throws IOException {
        Throwable cause = failure instanceof IOException ? failure : failure.getCause();
        if (!(cause instanceof IOException io) || !isFull(io) || !disk.exists(FILE)) {
            return false;
        }
        disk.delete(FILE);
        LOG.warn(
                "The disk of {} is full: its reserve was given up to open it. Free space on the disk.",
                disk.describe(""));
        return true;
    }

    private static boolean isFull(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("not enough space") || message.contains("quota");
    }

    /** Makes the file if it is not there and there is room for it. Takes a moment; not on a thread that others wait for. */
    public void restore() {
        if (sizeBytes == 0) {
            return;
        }
        lock.lock();
        try {
            if (isGone && disk.usableBytes() < 2 * sizeBytes) {
                // What it has freed itself is no room.
                return;
            }
            write();
            if (isGone) {
                isGone = false;
                LOG.info("There is room again on the disk of {}: data is appended", disk.describe(""));
            }
        } catch (IOException e) {
            giveUp(e);
        } finally {
            lock.unlock();
        }
    }

    private void write() throws IOException {
        try (DiskFile file = disk.open(FILE)) {
            byte[] zeros = new byte[(int) Math.min(CHUNK_BYTES, sizeBytes)];
            // A file that is there is whole, or what a process that died has left of it.
            for (long position = file.sizeBytes(); position < sizeBytes; position += zeros.length) {
                file.write(position, zeros, 0, (int) Math.min(zeros.length, sizeBytes - position));
            }
        }
    }

    private void giveUp(IOException cause) {
        try {
            disk.delete(FILE);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        if (!isGone) {
            LOG.warn(
                    "There is no room for a reserve of {} bytes on the disk of {}",
                    sizeBytes,
                    disk.describe(""),
                    cause);
        }
    }
}
