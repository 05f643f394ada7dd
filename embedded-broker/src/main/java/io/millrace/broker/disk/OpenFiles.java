package io.millrace.broker.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Bounds the number of file descriptors: past it, those of the files that were used least recently are closed. Thread-safe. */
final class OpenFiles {

    private static final int HANDLES_MAX = 400;
    private static final int CLOSED_AT_ONCE = 40;

    private final AtomicLong uses = new AtomicLong();
    // Guarded by itself.
    private final Set<FileHandle> open = new HashSet<>();

    long nextUse() {
        return uses.incrementAndGet();
    }

    /** Opens a file. Where the system has no descriptor left, those of idle files are given up for it. */
    RandomAccessFile open(Path path, String mode) throws IOException {
        try {
            return new RandomAccessFile(path.toFile(), mode);
        } catch (FileNotFoundException e) {
            if (!isOutOfDescriptors(e)) {
                throw e;
            }
        }
        List<FileHandle> all;
        synchronized (open) {
            all = new ArrayList<>(open);
        }
        release(all);
        try {
            return new RandomAccessFile(path.toFile(), mode);
        } catch (FileNotFoundException e) {
            if (!isOutOfDescriptors(e)) {
                throw e;
            }
            throw new IOException(
                    path + " cannot be opened: the process has no file descriptor left. The broker holds " + all.size()
                            + " files open, the limit of the process is " + limit() + ". Raise it (ulimit -n).",
                    e);
        }
    }

    private static boolean isOutOfDescriptors(FileNotFoundException e) {
        return String.valueOf(e.getMessage()).contains("Too many open files");
    }

    private static String limit() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s+")[3])
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            // Without a descriptor, or on another system, it cannot be read; the count alone must do.
            return "unknown";
        }
    }

    void opened(FileHandle handle) throws IOException {
        List<FileHandle> others;
        synchronized (open) {
            open.add(handle);
            if (open.size() <= HANDLES_MAX) {
                return;
            }
            others = new ArrayList<>(open);
        }
        others.remove(handle);
        release(others);
    }

    /** Closes the descriptors of some that are idle. Needs no class that is not loaded yet: without a descriptor none can be. */
    private static void release(List<FileHandle> others) throws IOException {
        // Each use has a number of its own. Seen once: others go on using the files while the order is made.
        Map<Long, FileHandle> oldestFirst = new TreeMap<>();
        for (FileHandle other : others) {
            oldestFirst.put(other.lastUse(), other);
        }
        int released = 0;
        for (FileHandle other : oldestFirst.values()) {
            if (other.tryRelease() && ++released == CLOSED_AT_ONCE) {
                return;
            }
        }
    }

    void released(FileHandle handle) {
        synchronized (open) {
            open.remove(handle);
        }
    }
}
