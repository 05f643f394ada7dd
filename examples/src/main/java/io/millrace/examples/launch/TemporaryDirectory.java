package io.millrace.examples.launch;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory that goes away with all that is in it when it is closed, and on Ctrl-C too. */
final class TemporaryDirectory implements AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final Path path;

    private TemporaryDirectory(Path path) {
        this.path = path;
    }

    /** A directory that goes when it is closed; whoever makes it closes it also when the process is told to end. */
    static TemporaryDirectory createForService(String prefix) throws IOException {
        return new TemporaryDirectory(Files.createTempDirectory(prefix));
    }

    /** A directory that goes when it is closed, or the process is told to end. */
    static TemporaryDirectory create(String prefix) throws IOException {
        Path path = Files.createTempDirectory(prefix);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(path), "remove-temporary-directory"));
        return new TemporaryDirectory(path);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        remove(path);
    }

    /** While the process is told to end, files may still be written: a directory that is not empty in the end is tried again. */
    private static void remove(Path directory) {
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS && Files.exists(directory); attempt++) {
            try {
                Files.walkFileTree(directory, new Removal());
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        if (last != null) {
            System.err.println("the temporary directory " + directory + " is left behind: " + Reasons.of(last));
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
