package io.millrace.broker.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A disk in the heap, as durable as the object. Opening a broker on it again, without closing the first, shows what a killed process
 * leaves behind; {@link #releaseLocks()} stands for the death of the process.
 */
public final class HeapDisk implements Disk {

    private final Object lock = new Object();
    // Guarded by lock.
    private final NavigableMap<String, HeapFile> files = new TreeMap<>();
    // Guarded by lock.
    private final Set<String> directories = new HashSet<>(Set.of(""));
    // Guarded by lock. A holder is its own token, so that a lock given up late does not release its successor's.
    private final NavigableMap<String, DiskLock> locks = new TreeMap<>();

    @Override
    public DiskFile open(String path) throws IOException {
        synchronized (lock) {
            int slash = path.lastIndexOf('/');
            if (!directories.contains(slash < 0 ? "" : path.substring(0, slash))) {
                throw new FileNotFoundException("No directory for " + path);
            }
            return files.computeIfAbsent(path, p -> new HeapFile());
        }
    }

    @Override
    public boolean exists(String path) {
        synchronized (lock) {
            return files.containsKey(path) || directories.contains(path);
        }
    }

    @Override
    public void makeDirectories(String path) {
        synchronized (lock) {
            for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
                directories.add(path.substring(0, end));
            }
            directories.add(path);
        }
    }

    @Override
    public List<String> list(String directory) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        Set<String> names = new HashSet<>();
        synchronized (lock) {
            addChildren(names, prefix, files.tailMap(prefix, true).keySet());
            addChildren(names, prefix, directories);
        }
        List<String> sorted = new ArrayList<>(names);
        sorted.sort(null);
        return List.copyOf(sorted);
    }

    private static void addChildren(Set<String> names, String prefix, Iterable<String> paths) {
        for (String path : paths) {
            if (path.startsWith(prefix) && path.length() > prefix.length() && path.indexOf('/', prefix.length()) < 0) {
                names.add(path.substring(prefix.length()));
            }
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        synchronized (lock) {
            HeapFile file = files.remove(from);
            if (file == null) {
                throw new FileNotFoundException(from);
            }
            files.put(to, file);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        synchronized (lock) {
            if (directories.contains(path) && !list(path).isEmpty()) {
                throw new IOException("Directory is not empty: " + path);
            }
            files.remove(path);
            directories.remove(path);
        }
    }

    @Override
    public void syncDirectory(String path) {}

    @Override
    public DiskLock lock(String path) throws IOException {
        synchronized (lock) {
            if (locks.containsKey(path)) {
                throw new DiskLockedException("another broker in this process");
            }
            DiskLock held = new DiskLock() {
                @Override
                public void close() {
                    synchronized (lock) {
                        locks.remove(path, this);
                    }
                }
            };
            locks.put(path, held);
            return held;
        }
    }

    /** Lets go of all locks without their holders' help. */
    public void releaseLocks() {
        synchronized (lock) {
            locks.clear();
        }
    }

    @Override
    public long usableBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    @Override
    public String describe(String path) {
        return "memory:/" + path;
    }

    @Override
    public String incarnation() {
        return "heap";
    }
}
