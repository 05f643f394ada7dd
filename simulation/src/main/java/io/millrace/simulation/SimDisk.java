package io.millrace.simulation;

import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.broker.disk.DiskLock;
import io.millrace.time.Randomness;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A disk that survives crashes as a real one does. After a kill it has everything that was written. After a loss of power each file has what was synced and a random prefix
 * of the writes since; names that no directory sync has covered are as they were, or as they became, in order.
 */
final class SimDisk {

    private final Randomness random;
    private final Mutant mutant;
    private TreeMap<String, SimFile> names = new TreeMap<>();
    private final TreeSet<String> directories = new TreeSet<>(List.of(""));
    /** Changes of names that are not safe, in order: path and what it names afterwards (null for nothing). */
    private final List<NameChange> unsyncedNames = new ArrayList<>();

    private TreeMap<String, SimFile> syncedNames = new TreeMap<>();
    private long incarnation;
    private int openHandles;
    private final Faults faults;

    /**
     * One change of names, which happens as a whole.
     *
     * @param before the name that the file had, if it was renamed
     */
    private record NameChange(
            String path, @Nullable SimFile file, @Nullable String before) {}

    SimDisk(Randomness random, Mutant mutant, SimTime time) {
        this.random = random;
        this.faults = new Faults(random, time);
        this.mutant = mutant;
    }

    /** The power fails. */
    void losePower() {
        incarnation++;
        names = new TreeMap<>(syncedNames);
        int kept = random.nextInt(unsyncedNames.size() + 1);
        unsyncedNames.subList(0, kept).forEach(change -> rename(names, change));
        unsyncedNames.clear();
        syncedNames = new TreeMap<>(names);
        names.values().forEach(file -> file.losePower(random));
        // A directory whose removal was not safe is there again, if a file in it is.
        names.keySet().forEach(path -> directories.add(parent(path)));
    }

    /** The power fails, and nothing is in order: sectors and names survive at random. */
    void losePowerHostilely() {
        incarnation++;
        names = new TreeMap<>(syncedNames);
        for (NameChange change : unsyncedNames) {
            if (random.nextInt(2) == 0) {
                rename(names, change);
            }
        }
        unsyncedNames.clear();
        syncedNames = new TreeMap<>(names);
        Set<SimFile> lost = Collections.newSetFromMap(new IdentityHashMap<>());
        for (SimFile file : names.values()) {
            if (lost.add(file)) {
                file.losePowerHostilely(random);
            }
        }
        names.keySet().forEach(path -> directories.add(parent(path)));
    }

    /** What goes wrong with it. */
    Faults faults() {
        return faults;
    }

    /** Files that the present life has opened and not closed. */
    int openHandles() {
        return openHandles;
    }

    /** All paths of files. */
    Set<String> files() {
        return names.keySet();
    }

    private static void rename(Map<String, SimFile> names, NameChange change) {
        SimFile file = change.file();
        if (file == null) {
            names.remove(change.path());
        } else {
            names.put(change.path(), file);
        }
        if (change.before() != null) {
            names.remove(change.before());
        }
    }

    private void change(String path, @Nullable SimFile file) {
        change(new NameChange(path, file, null));
    }

    private void change(NameChange change) {
        unsyncedNames.add(change);
        rename(names, change);
    }

    /** The disk as one life of the application sees it. */
    Disk mount(CrashPoint crash) {
        openHandles = 0;
        return new Mounted(crash);
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private final class Mounted implements Disk {

        private final CrashPoint crash;

        Mounted(CrashPoint crash) {
            this.crash = crash;
        }

        @Override
        public DiskFile open(String path) throws IOException {
            if (!directories.contains(parent(path))) {
                throw new FileNotFoundException("No directory for " + path);
            }
            SimFile file = names.get(path);
            if (file == null) {
                crash.pass("create " + path);
                faults.change(path);
                file = new SimFile();
                change(path, file);
            }
            return new MountedFile(path, file, crash);
        }

        @Override
        public boolean exists(String path) {
            return names.containsKey(path) || directories.contains(path);
        }

        @Override
        public void makeDirectories(String path) {
            for (String directory = path; !directory.isEmpty(); directory = parent(directory)) {
                directories.add(directory);
            }
        }

        @Override
        public List<String> list(String directory) {
            TreeSet<String> children = new TreeSet<>();
            String prefix = directory.isEmpty() ? "" : directory + "/";
            for (String path : names.keySet()) {
                addChild(children, prefix, path);
            }
            for (String path : directories) {
                addChild(children, prefix, path);
            }
            return List.copyOf(children);
        }

        private static void addChild(TreeSet<String> children, String prefix, String path) {
            if (path.startsWith(prefix) && path.length() > prefix.length() && path.indexOf('/', prefix.length()) < 0) {
                children.add(path.substring(prefix.length()));
            }
        }

        @Override
        public void rename(String from, String to) throws IOException {
            crash.pass("rename " + from);
            faults.change(from);
            SimFile file = names.get(from);
            if (file == null) {
                throw new FileNotFoundException(from);
            }
            change(new NameChange(to, file, from));
        }

        @Override
        public void delete(String path) throws IOException {
            crash.pass("delete " + path);
            if (directories.contains(path)) {
                if (!list(path).isEmpty()) {
                    throw new IOException("Directory is not empty: " + path);
                }
                directories.remove(path);
            } else if (names.containsKey(path)) {
                change(path, null);
            }
        }

        @Override
        public void syncDirectory(String path) {
            crash.pass("sync directory " + path);
            Map<Boolean, List<NameChange>> byDirectory = new LinkedHashMap<>();
            for (NameChange change : unsyncedNames) {
                byDirectory
                        .computeIfAbsent(parent(change.path()).equals(path), safe -> new ArrayList<>())
                        .add(change);
            }
            byDirectory.getOrDefault(true, List.of()).forEach(change -> SimDisk.rename(syncedNames, change));
            unsyncedNames.clear();
            unsyncedNames.addAll(byDirectory.getOrDefault(false, List.of()));
        }

        @Override
        public DiskLock lock(String path) {
            return () -> {};
        }

        @Override
        public long usableBytes() {
            return 1L << 40;
        }

        @Override
        public String describe(String path) {
            return "simulated:/" + path;
        }

        @Override
        public String incarnation() {
            return Long.toString(incarnation);
        }
    }

    private final class MountedFile implements DiskFile {

        private final String path;
        private final SimFile file;
        private final CrashPoint crash;
        private boolean isOpen = true;

        MountedFile(String path, SimFile file, CrashPoint crash) {
            this.path = path;
            this.file = file;
            this.crash = crash;
            openHandles++;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            int count = file.read(position, into, offset, length);
            faults.read(path, into, offset, count);
            return count;
        }

        @Override
        public void write(long position, byte[] from, int offset, int length) throws IOException {
            crash.pass("write " + path);
            int written = faults.write(path, length);
            if (written < length) {
                file.write((int) position, from, offset, written);
                throw new IOException(path + ": No space left on device");
            }
            file.write((int) position, from, offset, length);
        }

        @Override
        public void truncate(long sizeBytes) {
            crash.pass("truncate " + path);
            file.truncate((int) sizeBytes);
        }

        @Override
        public long sizeBytes() {
            return file.size();
        }

        @Override
        public void sync() throws IOException {
            crash.pass("sync " + path);
            if (faults.sync(path)) {
                if (random.nextInt(2) == 0) {
                    file.dropUnsynced();
                } else {
                    file.strandUnsynced();
                }
                throw new IOException(path + ": Input/output error");
            }
            if (mutant != Mutant.SYNC_DOES_NOTHING) {
                file.sync();
            }
        }

        @Override
        public void close() {
            if (isOpen) {
                isOpen = false;
                openHandles--;
            }
        }
    }
}
