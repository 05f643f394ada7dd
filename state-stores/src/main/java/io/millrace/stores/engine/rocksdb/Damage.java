package io.millrace.stores.engine.rocksdb;

import io.millrace.errors.ProcessorStateException;
import io.millrace.stores.engine.DamagedStoreException;
import io.millrace.stores.engine.UnavailableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a database with a damaged file: it is marked when the damage is seen, and set aside when it is opened next. Nothing is deleted. The mark is a file
 * beside the directory, {@code <directory>.damaged}; what is set aside is {@code <directory>.damaged-<number>}.
 */
final class Damage {

    private static final Logger LOG = LoggerFactory.getLogger(Damage.class);

    private Damage() {}

    static boolean isMeantBy(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && (status.getCode() == Status.Code.Corruption || isMissingFile(status, e));
    }

    /** RocksDB makes its files itself: one that is missing does not come back, as space on a disk does. The Java API has no code for it. */
    private static boolean isMissingFile(Status status, RocksDBException e) {
        return status.getCode() == Status.Code.IOError
                && String.valueOf(e.getMessage()).contains("No such file or directory");
    }

    /** Marks a database; returns the exception to throw. */
    static DamagedStoreException found(String directory, String problem, Exception cause) {
        DamagedStoreException found = new DamagedStoreException(
                directory,
                "A file of the state stores in " + directory + " is damaged (" + problem
                        + "). Nothing of it is used: the directory is set aside, and the stores are built anew from their changelogs.",
                cause);
        try {
            Files.writeString(mark(directory), problem);
        } catch (IOException inMark) {
            found.addSuppressed(inMark);
        }
        return found;
    }

    /** Sets a marked database aside. */
    static void setMarkedAside(String directory) throws IOException {
        if (Files.exists(mark(directory))) {
            setAside(directory, Files.readString(mark(directory)));
        }
    }

    static void setAside(String directory, String reason) throws IOException {
        int number = 1;
        while (Files.exists(Path.of(directory + ".damaged-" + number))) {
            number++;
        }
        Path kept = Path.of(directory + ".damaged-" + number);
        if (Files.exists(Path.of(directory))) {
            Files.move(Path.of(directory), kept);
        }
        Files.deleteIfExists(mark(directory));
        LOG.error(
                "The state stores in {} are damaged ({}). They were set aside as {} and are built anew from their changelogs; stores without a changelog start empty."
                        + " Delete {} when nobody wants to look at it any more",
                directory,
                reason,
                kept,
                kept);
    }

    private static Path mark(String directory) {
        return Path.of(directory + ".damaged");
    }

    /**
     * The exception for a failed read or write.
     *
     * @param message for what is not damage
     */
    static ProcessorStateException exceptionFor(String directory, RocksDBException e, String message) {
        if (isMeantBy(e)) {
            return found(directory, String.valueOf(e.getMessage()), e);
        }
        Status status = e.getStatus();
        boolean isDisk = status != null && status.getCode() == Status.Code.IOError;
        return isDisk ? new UnavailableStoreException(message, e) : new ProcessorStateException(message, e);
    }
}
