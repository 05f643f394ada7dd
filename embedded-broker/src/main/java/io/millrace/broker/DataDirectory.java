package io.millrace.broker;

import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.broker.disk.DiskLock;
import io.millrace.broker.disk.DiskLockedException;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.CorruptLogException;
import io.millrace.time.Randomness;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;

/**
 * A directory that is ours: locked, and with an identity file, in the form of properties: {@code format} (1) and {@code cluster.id}. Nothing
 * is written into a directory that holds something else.
 */
final class DataDirectory implements AutoCloseable {

    static final String IDENTITY = "MILLRACE";
    private static final String TEMPORARY = IDENTITY + ".tmp";
    private static final String LOCK = ".lock";
    private static final int FORMAT = 1;
    /** What a first start that was killed may have left. */
    private static final Set<String> BEFORE_IDENTITY = Set.of(LOCK, TEMPORARY);

    private final DiskLock lock;
    private final String clusterId;

    private DataDirectory(DiskLock lock, String clusterId) {
        this.lock = lock;
        this.clusterId = clusterId;
    }

    /**
     * Takes a directory, and makes it ours if it is empty or absent.
     *
     * @throws IllegalArgumentException if it holds something else
     * @throws BrokerUnavailableException if somebody else has it open
     */
    static DataDirectory open(Disk disk, Randomness randomness) throws IOException {
        requireOurs(disk);
        disk.makeDirectories("");
        DiskLock lock;
        try {
            lock = disk.lock(LOCK);
        } catch (DiskLockedException e) {
            throw new BrokerUnavailableException(
                    "Directory " + disk.describe("") + " is open already, by " + e.holder()
                            + ". Close that one first, or choose another directory. Nothing was changed.",
                    e);
        }
        try {
            String clusterId = disk.exists(IDENTITY) ? read(disk) : create(disk, randomness);
            disk.delete(TEMPORARY);
            // Also for an identity that an earlier start gave its name and did not live to sync: all that follows
            // relies on it.
            disk.syncDirectory("");
            return new DataDirectory(lock, clusterId);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void requireOurs(Disk disk) throws IOException {
        List<String> names = disk.list("");
        if (names.contains(IDENTITY) || BEFORE_IDENTITY.containsAll(names)) {
            return;
        }
        throw new IllegalArgumentException(
                "Directory " + disk.describe("") + " is not a broker's: it has no " + IDENTITY
                        + " file, but others, such as '" + names.get(0)
                        + "'. Nothing was changed. Choose an empty or absent directory.");
    }

    private static String read(Disk disk) throws IOException {
        Properties properties = new Properties();
        try (DiskFile file = disk.open(IDENTITY)) {
            byte[] bytes = new byte[(int) Math.min(file.sizeBytes(), 1 << 16)];
            int length = file.read(0, bytes, 0, bytes.length);
            properties.load(new StringReader(new String(bytes, 0, length, StandardCharsets.UTF_8)));
        }
        String format = properties.getProperty("format");
        String clusterId = properties.getProperty("cluster.id");
        if (format == null || clusterId == null) {
            throw new CorruptLogException(
                    disk.describe(IDENTITY)
                            + " is damaged: it does not tell format and cluster.id. Nothing was changed. Restore it from a copy.");
        }
        if (!format.equals(Integer.toString(FORMAT))) {
            throw new IllegalArgumentException(
                    "Directory " + disk.describe("") + " has data of format " + format + ", this version reads format "
                            + FORMAT + ". Nothing was changed. Open it with the version that wrote it.");
        }
        return clusterId;
    }

    private static String create(Disk disk, Randomness randomness) throws IOException {
        String clusterId = newUuid(randomness).toString();
        byte[] content = ("format=" + FORMAT + "\ncluster.id=" + clusterId + "\n").getBytes(StandardCharsets.UTF_8);
        try (DiskFile file = disk.open(TEMPORARY)) {
            file.truncate(0);
            file.write(0, content, 0, content.length);
            file.sync();
        }
        disk.rename(TEMPORARY, IDENTITY);
        return clusterId;
    }

    /** A random (version 4) UUID. */
    static UUID newUuid(Randomness randomness) {
        long high = randomness.nextLong() & ~0xF000L | 0x4000L;
        long low = randomness.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low);
    }

    String clusterId() {
        return clusterId;
    }

    @Override
    public void close() {
        lock.close();
    }
}
