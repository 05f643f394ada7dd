package io.millrace.runtime.directory;

import io.millrace.errors.LockException;
import io.millrace.errors.ProcessorStateException;
import io.millrace.processor.TaskId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A state directory on disk. A lock file, held for life and never deleted, keeps other processes and other runtimes of this process out. Safe from any
 * thread.
 */
public final class LockedStateDirectory extends StateDirectory implements AutoCloseable {

    private static final String LOCK_FILE = ".lock";
    private static final Pattern TASK_DIRECTORY = Pattern.compile("\\d+_\\d+");

    private final RandomAccessFile file;
    private final FileLock lock;

    private LockedStateDirectory(Path directory, RandomAccessFile file, FileLock lock) {
        super(directory.toString());
        this.file = file;
        this.lock = lock;
    }

    /**
     * Makes the directory if it is absent, and locks it.
     *
     * @throws LockException if somebody else has it, or it cannot be made
     */
    public static LockedStateDirectory open(Path stateDirectory, String applicationId) {
        Path directory = stateDirectory.resolve(applicationId);
        try {
            Files.createDirectories(directory);
            RandomAccessFile file =
                    new RandomAccessFile(directory.resolve(LOCK_FILE).toFile(), "rw");
            try {
                FileLock lock = file.getChannel().tryLock();
                if (lock != null) {
                    file.setLength(0);
                    file.write(("pid " + ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8));
                    return new LockedStateDirectory(directory, file, lock);
                }
            } catch (OverlappingFileLockException e) {
                file.close();
                throw inUse(directory, e);
            }
            file.close();
            throw inUse(directory, null);
        } catch (IOException e) {
            throw new LockException(
                    "The state directory " + directory + " cannot be opened (" + e.getMessage()
                            + "). Check that it can be written to, or set state.dir to another directory.",
                    e);
        }
    }

    private static LockException inUse(Path directory, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "The state directory " + directory
                + " is in use by another instance of the application. Stop it, or set state.dir or application.id to something else.";
        return cause == null ? new LockException(message) : new LockException(message, cause);
    }

    /** The tasks of which something is on disk, in order. */
    public List<TaskId> tasksOnDisk() {
        try (Stream<Path> all = Files.list(Path.of(path()))) {
            return all.map(file -> file.getFileName().toString())
                    .filter(TASK_DIRECTORY.asMatchPredicate())
                    .map(TaskId::parse)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ProcessorStateException("The state directory " + path() + " cannot be listed", e);
        }
    }

    /** Deletes all tasks' directories; only while no task is running. */
    public static void deleteTasks(Path stateDirectory, String applicationId) throws IOException {
        try (LockedStateDirectory locked = open(stateDirectory, applicationId)) {
            List<Path> below;
            try (Stream<Path> all = Files.walk(Path.of(locked.path()))) {
                below = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : below) {
                if (!path.equals(Path.of(locked.path())) && !path.endsWith(LOCK_FILE)) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Closes what was left open in it, and releases the lock. Idempotent. */
    @Override
    public void close() {
        closeLeft(task -> true);
        try {
            lock.release();
            file.close();
        } catch (IOException e) {
            throw new LockException("The lock of " + path() + " cannot be released", e);
        }
    }
}
