package io.millrace.broker.segment;

import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.BrokerUnavailableException.Remedy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the storage can still be trusted with writes. After a failed sync nobody knows what is on disk, so nothing is written
 * any more in this process; reading goes on. Thread-safe; once failed, it stays so.
 */
public final class StorageHealth {

    private static final Logger LOG = LoggerFactory.getLogger(StorageHealth.class);

    private static final String FAILED_FILE = "storage-failed";

    private final Disk disk;
    private final AtomicReference<@Nullable BrokerUnavailableException> failure = new AtomicReference<>();

    public StorageHealth(Disk disk) {
        this.disk = disk;
    }

    /** Stops all writes. Only the first reason is kept. */
    public BrokerUnavailableException fail(String what, Throwable cause) {
        BrokerUnavailableException reason = new BrokerUnavailableException(
                Remedy.OPEN_AGAIN,
                what + " (" + cause
                        + "). The storage is not written to any more, since data that was not synced may be gone; what was"
                        + " acknowledged before stays readable. Mend the disk and open the broker again: it recovers to the last"
                        + " durable commit.",
                cause);
        if (failure.compareAndSet(null, reason)) {
            LOG.error("Storage failed, writes are refused from now on", reason);
            leaveNote(reason);
        }
        return reason;
    }

    /** For the next recovery: what was not synced may be gone in any mixture, as after a power loss. */
    private void leaveNote(BrokerUnavailableException reason) {
        byte[] text = String.valueOf(reason.getMessage()).getBytes(StandardCharsets.UTF_8);
        try (DiskFile file = disk.open(FAILED_FILE)) {
            file.write(0, text, 0, text.length);
        } catch (IOException e) {
            LOG.error(
                    "{} could not be written: if unsynced data is gone, the next recovery takes that for damage",
                    disk.describe(FAILED_FILE),
                    e);
        }
    }

    /** Whether the storage failed when the data was last open, and has not been recovered since. */
    public static boolean hadFailed(Disk disk) {
        return disk.exists(FAILED_FILE);
    }

    /** The data is recovered, durably. */
    public static void recovered(Disk disk) throws IOException {
        if (hadFailed(disk)) {
            disk.delete(FAILED_FILE);
        }
    }

    /** The broker was closed: nothing is written any more. */
    public void close() {
        failure.compareAndSet(null, new BrokerUnavailableException(Remedy.OPEN_AGAIN, "The broker is closed"));
    }

    public boolean hasFailed() {
        return failure.get() != null;
    }

    /** @throws BrokerUnavailableException if the storage has failed */
    public void requireWritable() {
        BrokerUnavailableException reason = failure.get();
        if (reason != null) {
            throw new BrokerUnavailableException(Remedy.OPEN_AGAIN, String.valueOf(reason.getMessage()), reason);
        }
    }
}
