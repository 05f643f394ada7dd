package io.millrace.broker.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** A directory of the file system. Handles of files that were not used for long are closed and opened again on demand. */
public final class FileDisk implements Disk {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private static final Set<String> NETWORK_FILE_SYSTEMS =
            Set.of("nfs", "cifs", "smb", "afs", "9p", "ceph", "lustre", "glusterfs", "fuse.sshfs", "fuse.glusterfs");

    /**
     * Lock files held by this process: a file lock belongs to the whole process on some systems, and closing any other handle of the file
     * would release it.
     */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path root;
    private final OpenFiles openFiles = new OpenFiles();
    private final SideBySide threads = new SideBySide();
    private final boolean isReadOnly;

    /** @param root need not exist; {@code makeDirectories("")} makes it */
    public FileDisk(Path root) {
        this(root, false);
    }

    private FileDisk(Path root, boolean isReadOnly) {
        this.root = root.toAbsolutePath().normalize();
        this.isReadOnly = isReadOnly;
    }

    /** For looking at files that somebody else may be writing: none are made or changed, and {@code open} fails for one that is not there. */
    public static FileDisk readOnly(Path root) {
        return new FileDisk(root, true);
    }

    @Override
    public DiskFile open(String path) throws IOException {
        FileHandle handle = new FileHandle(resolve(path), openFiles, isReadOnly);
        handle.create();
        return handle;
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void makeDirectories(String path) throws IOException {
        Files.createDirectories(resolve(path));
    }

    @Override
    public List<String> list(String directory) throws IOException {
        try (Stream<Path> children = Files.list(resolve(directory))) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (NotDirectoryException e) {
            throw new IOException(resolve(directory) + " is a file, not a directory", e);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String path) throws IOException {
        Files.deleteIfExists(resolve(path));
    }

    @Override
    public void syncDirectory(String path) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(resolve(path), StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    // The channel was ours alone; the sync must happen all the same.
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void together(List<IoWork> works) throws IOException {
        threads.run(works);
    }

    @Override
    public DiskLock lock(String path) throws IOException {
        Path parent = resolve(path).getParent();
        Path file = (parent == null ? root : parent.toRealPath())
                .resolve(Path.of(path).getFileName());
        synchronized (HELD) {
            if (!HELD.add(file)) {
                throw new DiskLockedException("another broker in this process");
            }
        }
        boolean locked = false;
        try {
            DiskLock lock = lockFile(file);
            locked = true;
            return lock;
        } finally {
            if (!locked) {
                forget(file);
            }
        }
    }

    private static DiskLock lockFile(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            FileLock lock = file.getChannel().tryLock();
            if (lock == null) {
                throw new DiskLockedException(holder(file));
            }
            byte[] self = self().getBytes(StandardCharsets.UTF_8);
            file.setLength(0);
            file.write(self);
        } catch (OverlappingFileLockException e) {
            file.close();
            throw new DiskLockedException("another broker in this process");
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new HeldLock(path, file);
    }

    private static String self() {
        ProcessHandle process = ProcessHandle.current();
        return "process " + process.pid()
                + process.info()
                        .startInstant()
                        .map(start -> ", started " + start)
                        .orElse("");
    }

    private static String holder(RandomAccessFile file) throws IOException {
        byte[] text = new byte[100];
        int length = file.read(text);
        return length <= 0 ? "another process" : new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private static void forget(Path file) {
        synchronized (HELD) {
            HELD.remove(file);
        }
    }

    @Override
    public long usableBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public OptionalLong lastModifiedMs(String path) throws IOException {
        return OptionalLong.of(Files.getLastModifiedTime(resolve(path)).toMillis());
    }

    @Override
    public String describe(String path) {
        return resolve(path).toString();
    }

    @Override
    public boolean isTemporary() {
        return root.startsWith(
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize());
    }

    @Override
    public Optional<String> networkFileSystem() {
        try {
            return Optional.of(Files.getFileStore(root).type()).filter(FileDisk::isNetwork);
        } catch (IOException e) {
            // It only serves a warning, and whether the directory can be used shows in a moment.
            return Optional.empty();
        }
    }

    /** By the names that operating systems give them. */
    static boolean isNetwork(String fileSystemType) {
        String type = fileSystemType.toLowerCase(Locale.ROOT);
        return NETWORK_FILE_SYSTEMS.stream().anyMatch(type::startsWith);
    }

    @Override
    public String incarnation() {
        try {
            return Files.exists(BOOT_ID) ? Files.readString(BOOT_ID).trim() : "";
        } catch (IOException e) {
            // Not every system lets a process read it; the broker then assumes the careful case.
            return "";
        }
    }

    private Path resolve(String path) {
        return path.isEmpty() ? root : root.resolve(path);
    }

    private static final class HeldLock implements DiskLock {

        private final Path path;
        private final RandomAccessFile file;
        private boolean released;

        HeldLock(Path path, RandomAccessFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public void close() {
            synchronized (HELD) {
                if (released) {
                    return;
                }
                released = true;
            }
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Lock file " + path + " could not be closed", e);
            } finally {
                forget(path);
            }
        }
    }
}
