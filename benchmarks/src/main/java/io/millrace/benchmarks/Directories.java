package io.millrace.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Whole directories of files. */
final class Directories {

    private Directories() {}

    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** For people: the size of each entry of a directory. */
    static String sizes(Path directory) throws IOException {
        StringBuilder sizes = new StringBuilder();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.sorted().toList()) {
                sizes.append(sizes.isEmpty() ? "" : ", ")
                        .append(String.format(Locale.ROOT, "%s %,d MB", entry.getFileName(), size(entry) >> 20));
            }
        }
        return sizes.toString();
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> files = all.filter(Files::isRegularFile).toList();
            return files.stream().mapToLong(Directories::sizeOfFile).sum();
        }
    }

    private static long sizeOfFile(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
