package io.millrace.broker.disk;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A tree of files. Paths are relative to the root of the disk, with {@code /} between names; the root itself is {@code ""}. Safe from
 * any thread. Nothing is durable before it is synced: bytes of a file by {@link DiskFile#sync()}, names by {@link #syncDirectory}.
 */
public interface Disk {

    /** Opens a file for reading and writing; makes an empty one if there is none. Its directory must exist. */
    DiskFile open(String path) throws IOException;

    /** Whether there is a file or directory of that name. */
    boolean exists(String path);

    /** Makes a directory and those above it; nothing if it exists. */
    void makeDirectories(String path) throws IOException;

    /** Names in a directory, sorted; empty if there is no such directory. */
    List<String> list(String directory) throws IOException;

    /** Moves a file, in one step, over whatever has the new name. The file must not be open. */
    void rename(String from, String to) throws IOException;

    /** Removes a file or an empty directory; nothing if there is none. */
    void delete(String path) throws IOException;

    /** Makes the names in a directory durable. */
    void syncDirectory(String path) throws IOException;

    /**
     * Takes a lock that at most one owner holds, in this process or another. It ends with the process at the latest.
     *
     * @throws DiskLockedException if somebody else holds it
     */
    DiskLock lock(String path) throws IOException;

    /** Work that waits for the disk. */
    interface IoWork {
        void run() throws IOException;
    }

    /**
     * Does all of it, in any order, and returns once all of it has ended. A disk that can work side by side does so, so that many syncs take about as long as one.
     *
     * @throws IOException the first failure; others are suppressed by it
     */
    default void together(List<IoWork> works) throws IOException {
        for (IoWork work : works) {
            work.run();
        }
    }

    /** Bytes that can still be written, about. */
    long usableBytes() throws IOException;

    /** Wall-clock time of the last change of a file; empty if the disk does not keep it. */
    default OptionalLong lastModifiedMs(String path) throws IOException {
        return OptionalLong.empty();
    }

    /** Whether it is where the system removes files that were not used for long. */
    default boolean isTemporary() {
        return false;
    }

    /** The type of the file system, if it is shared over a network, where locks and syncs may not hold what they promise; else empty. */
    default Optional<String> networkFileSystem() {
        return Optional.empty();
    }

    /** The path as people know it, for messages. */
    String describe(String path);

    /**
     * Changes when writes that were not synced may have been lost since: on a real machine, when it was started anew. Empty if the disk
     * cannot tell.
     */
    String incarnation();
}
